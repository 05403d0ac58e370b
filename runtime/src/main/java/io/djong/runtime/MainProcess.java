package io.djong.runtime;

import io.djong.kernel.event.Poller;
import io.djong.kernel.process.Pidfd;
import io.djong.kernel.process.Signal;
import java.util.Optional;

/** A container's main process, or the memory of one that is gone. */
final class MainProcess implements AutoCloseable {
    private final long pid;
    private final Optional<Pidfd> handle;

    private MainProcess(long pid, Optional<Pidfd> handle) {
        this.pid = pid;
        this.handle = handle;
    }

    static MainProcess of(Pidfd handle) {
        return new MainProcess(handle.pid(), Optional.of(handle));
    }

    static MainProcess gone(long pid) {
        return new MainProcess(pid, Optional.empty());
    }

    long pid() {
        return pid;
    }

    boolean isAlive() {
        return handle.isPresent() && handle.get().isAlive();
    }

    boolean signal(Signal signal) {
        return handle.isPresent() && handle.get().signal(signal);
    }

    void awaitExit(Poller poller) throws InterruptedException {
        if (handle.isPresent()) {
            handle.get().awaitExit(poller);
        }
    }

    @Override
    public void close() {
        handle.ifPresent(Pidfd::close);
    }
}
