package io.djong.runtime;

import io.djong.kernel.Errno;
import io.djong.kernel.Fd;
import io.djong.kernel.KernelException;
import io.djong.kernel.event.Poller;
import io.djong.kernel.namespace.MountNamespace;
import io.djong.kernel.process.Pidfd;
import io.djong.kernel.process.Signal;
import java.time.Duration;
import java.util.Optional;

/** A container's main process, or the memory of one that is gone: closing it makes it that. */
final class MainProcess implements AutoCloseable {
    private final long pid;
    private Optional<Pidfd> handle; // guarded by this

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

    synchronized boolean isAlive() {
        return handle.isPresent() && handle.get().isAlive();
    }

    /**
     * Whether it has ended, or its first thread has, as the others do at once where it was killed. The runtime takes both
     * for a container that is stopped.
     */
    synchronized boolean isEnding() {
        return handle.isEmpty() || handle.get().mainThreadEnded();
    }

    synchronized boolean signal(Signal signal) {
        return handle.isPresent() && handle.get().signal(signal);
    }

    /** Its file system as it is mounted; empty if it has ended. */
    synchronized Optional<MountNamespace> mounts() {
        if (!isAlive()) {
            return Optional.empty();
        }
        try {
            MountNamespace mounts = MountNamespace.of(pid);
            if (isAlive()) { // so its number was its own all the while
                return Optional.of(mounts);
            }
            mounts.close();
        } catch (KernelException e) {
            // A process that is about to end has no namespaces any more.
            if (isAlive() && !e.is(Errno.ENOENT)) {
                throw e;
            }
        }
        return Optional.empty();
    }

    /** Waits for its end; to be over before this is closed. */
    void awaitExit(Poller poller) throws InterruptedException {
        Optional<Pidfd> open = handle();
        if (open.isPresent()) {
            open.get().awaitExit(poller);
        }
    }

    /** As {@link #awaitExit(Poller)}, at most so long. @return whether it has ended */
    boolean awaitExit(Poller poller, Duration limit) throws InterruptedException {
        Optional<Pidfd> open = handle();
        return open.isEmpty() || open.get().awaitExit(poller, limit);
    }

    /** Waits for its end, or until a descriptor is readable; to be over before this is closed. */
    void awaitExitOr(Fd fd, Poller poller) throws InterruptedException {
        Optional<Pidfd> open = handle();
        if (open.isPresent()) {
            poller.awaitEither(fd, open.get().fd());
        }
    }

    private synchronized Optional<Pidfd> handle() {
        return handle;
    }

    @Override
    public synchronized void close() {
        handle.ifPresent(Pidfd::close);
        handle = Optional.empty();
    }
}
