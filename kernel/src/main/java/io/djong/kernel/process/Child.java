package io.djong.kernel.process;

import java.time.Duration;
import java.util.Optional;

/** A child that this process spawned. Its number stays its own until the reaper has reaped it. */
public final class Child {
    private final Reaper reaper;
    private final long pid;
    private final Reaper.Mark since;

    Child(Reaper reaper, long pid, Reaper.Mark since) {
        this.reaper = reaper;
        this.pid = pid;
        this.since = since;
    }

    public long pid() {
        return pid;
    }

    /** Waits for its end. */
    public ExitStatus await() throws InterruptedException {
        return reaper.await(pid, since);
    }

    /** Waits for its end at most so long. @return empty if the time is over */
    public Optional<ExitStatus> await(Duration timeout) throws InterruptedException {
        return reaper.await(pid, since, timeout);
    }

    /** Kills it, if it has not ended. */
    public void kill() {
        Pidfd.open(pid).ifPresent(process -> {
            try (process) {
                if (exitNow().isEmpty()) {
                    process.signal(Signal.KILL);
                }
            }
        });
    }

    private Optional<ExitStatus> exitNow() {
        try {
            return reaper.await(pid, since, Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
