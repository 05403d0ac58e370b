package io.djong.runtime;

import io.djong.kernel.event.FdInput;
import io.djong.kernel.event.FdOutput;
import io.djong.kernel.process.ExitStatus;
import io.djong.kernel.process.Pidfd;
import io.djong.kernel.process.Reaper;
import io.djong.kernel.process.Signal;
import io.djong.kernel.tty.Terminal;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * A further process in a container, running or ended.
 *
 * <p>It has no monitor: its streams are the daemon's own pipes or terminal, its exit comes to the daemon as the
 * subreaper of the orphan that it is. When the daemon dies its output goes nowhere and its exit code is lost.
 */
public final class Exec implements AutoCloseable {
    private final Host host;
    private final long pid;
    private final Reaper.Mark since;
    private final ExecStreams streams;

    Exec(Host host, long pid, Reaper.Mark since, ExecStreams streams) {
        this.host = host;
        this.pid = pid;
        this.since = since;
        this.streams = streams;
    }

    /** The process's number in the daemon's PID namespace. */
    public long pid() {
        return pid;
    }

    /** Its standard input, if wanted. Closing it gives the process the end of its input, but not on a terminal. */
    public Optional<OutputStream> input() {
        return streams.input().map(fd -> new FdOutput(fd, host.poller()));
    }

    /** Its standard output, or its terminal's output, if wanted. */
    public Optional<InputStream> output() {
        return streams.output().map(fd -> new FdInput(fd, host.poller()));
    }

    /** Its standard error, if wanted and not on a terminal. */
    public Optional<InputStream> error() {
        return streams.error().map(fd -> new FdInput(fd, host.poller()));
    }

    /** Waits for its end. @return its exit code, 128 and the number of the signal that ended it */
    public int await() throws InterruptedException {
        ExitStatus status = host.reaper().await(pid, since);
        return status.exitCode();
    }

    /** Sets its terminal's size, if it has one. */
    public void resize(Terminal.Size size) {
        streams.terminal().ifPresent(terminal -> Terminal.resize(terminal, size));
    }

    /** Signals it. @return false if it has ended */
    public boolean kill(Signal signal) {
        return Pidfd.open(pid)
                .map(process -> {
                    try (process) {
                        return process.signal(signal);
                    }
                })
                .orElse(false);
    }

    /** Kills it, and with it what it has begun and left in its process group. */
    public void killGroup() {
        Pidfd.open(pid).ifPresent(process -> {
            try (process) {
                process.killGroup();
            }
        });
    }

    /** Closes the daemon's ends of its streams; it runs on. */
    @Override
    public void close() {
        streams.close();
    }
}
