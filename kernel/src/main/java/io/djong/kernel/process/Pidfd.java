package io.djong.kernel.process;

import io.djong.kernel.Errno;
import io.djong.kernel.Fd;
import io.djong.kernel.KernelException;
import io.djong.kernel.event.Poller;
import io.djong.kernel.ffi.Syscall;
import io.djong.kernel.ffi.Sysno;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A handle on one process (pidfd_open(2)), which its number, being reused, is not. */
public final class Pidfd implements AutoCloseable {
    private final long pid;
    private final Fd fd;

    private Pidfd(long pid, Fd fd) {
        this.pid = pid;
        this.fd = fd;
    }

    /** Opens the process. @return empty if there is none with that number, or only a thread */
    public static Optional<Pidfd> open(long pid) {
        long result = Syscall.raw(Sysno.PIDFD_OPEN, pid, 0);
        if (Syscall.failed(result, Errno.ESRCH) || Syscall.failed(result, Errno.EINVAL)) {
            return Optional.empty();
        }
        return Optional.of(new Pidfd(pid, Fd.own((int) Syscall.check(result, "pidfd_open", pid))));
    }

    public long pid() {
        return pid;
    }

    /** The descriptor, readable from the process's exit on; it stays this object's. */
    public Fd fd() {
        return fd;
    }

    /** Sends a signal. @return false if the process has ended and been reaped */
    public boolean signal(Signal signal) {
        long result = Syscall.raw(Sysno.PIDFD_SEND_SIGNAL, fd.number(), signal.number(), 0, 0);
        if (Syscall.failed(result, Errno.ESRCH)) {
            return false;
        }
        Syscall.check(result, "kill", "process " + pid + " with " + signal.name());
        return true;
    }

    /** Kills the process and, where it leads its process group, the others in that (kill(2)). */
    public void killGroup() {
        if (isAlive()) { // then the number is its own still
            Syscall.raw(Sysno.KILL, -pid, Signal.KILL.number());
            signal(Signal.KILL);
        }
    }

    /** Whether the process still runs: a zombie does not. */
    public boolean isAlive() {
        long result = Syscall.raw(Sysno.PIDFD_SEND_SIGNAL, fd.number(), 0, 0, 0);
        return !Syscall.failed(result, Errno.ESRCH) && !exited();
    }

    /**
     * Whether its first thread has ended, whatever the others do (proc(5), the state in {@code stat}). Of a process that
     * was killed they end too, but maybe a moment later, and it only has ended then.
     */
    public boolean mainThreadEnded() {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
            char state = stat.charAt(stat.lastIndexOf(')') + 2);
            return state == 'Z' || state == 'X' || !isAlive();
        } catch (IOException e) {
            return !isAlive();
        }
    }

    /** Waits until the process has ended, whoever its parent is. */
    public void awaitExit(Poller poller) throws InterruptedException {
        poller.awaitReadable(fd);
    }

    /** As {@link #awaitExit(Poller)}, at most so long. @return whether it has ended */
    public boolean awaitExit(Poller poller, Duration timeout) throws InterruptedException {
        return poller.awaitReadable(fd, timeout);
    }

    /** Copies a descriptor out of the process (pidfd_getfd(2)). */
    public Fd descriptor(int number) throws KernelException {
        long result = Syscall.raw(Sysno.PIDFD_GETFD, fd.number(), number, 0);
        return Fd.own((int) Syscall.check(result, "pidfd_getfd", "process " + pid));
    }

    private boolean exited() {
        return Waits.exited(fd);
    }

    @Override
    public void close() {
        fd.close();
    }

    @Override
    public String toString() {
        return "process " + pid;
    }
}
