package io.djong.kernel.event;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.djong.kernel.Errno;
import io.djong.kernel.Fd;
import io.djong.kernel.ffi.Syscall;
import io.djong.kernel.ffi.Sysno;
import java.io.InterruptedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets any number of threads wait for descriptors on one epoll(7), which one platform thread serves.
 *
 * <p>A waiting virtual thread is parked and costs no carrier. Several threads may wait for one descriptor, in the same
 * or in different directions. A wait ends by the event, by its deadline or by interruption; it does not end when
 * another thread closes the descriptor, not even after an event that the closing overtook. So who closes one interrupts
 * the waiter first or, for a socket, shuts it down and leaves it open until the waiter has left.
 * Closing the poller ends all waits as an interruption would: nobody takes it for an event.
 *
 * <p>Descriptors that epoll cannot watch (regular files, {@code /dev/null}) count as always ready.
 */
public final class Poller implements AutoCloseable {
    private static final int EPOLL_CLOEXEC = 0x80000;
    private static final int EFD_CLOEXEC_NONBLOCK = 0x80000 | 0x800;
    private static final int CTL_ADD = 1;
    private static final int CTL_DEL = 2;
    private static final int CTL_MOD = 3;
    private static final int IN = 0x001;
    private static final int OUT = 0x004;
    private static final int ERR_HUP = 0x008 | 0x010;
    private static final int RDHUP = 0x2000;
    private static final int ONESHOT = 1 << 30;
    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;
    private static final int O_NONBLOCK = 0x800;
    private static final int BATCH = 64;
    private static final long STOP = 0;

    private final Fd epoll;
    private final Fd stop;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Fd, Watch> byFd = new HashMap<>(); // guarded by lock
    private final Map<Long, Watch> byToken = new HashMap<>(); // guarded by lock
    private long lastToken = STOP; // guarded by lock
    private boolean closed; // guarded by lock

    private Poller(Fd epoll, Fd stop) {
        this.epoll = epoll;
        this.stop = stop;
        this.thread = Thread.ofPlatform().name("poller").daemon().unstarted(this::serve);
    }

    /** Opens the epoll and starts its thread, a daemon thread that ends with {@link #close}. */
    public static Poller start() {
        Fd epoll =
                Fd.own((int) Syscall.check(Syscall.raw(Sysno.EPOLL_CREATE1, EPOLL_CLOEXEC), "epoll_create", "poller"));
        Fd stop =
                Fd.own((int) Syscall.check(Syscall.raw(Sysno.EVENTFD2, 0, EFD_CLOEXEC_NONBLOCK), "eventfd", "poller"));
        Poller poller = new Poller(epoll, stop);
        poller.control(CTL_ADD, stop, IN, STOP);
        poller.thread.start();
        return poller;
    }

    /** Waits until a read would not block: there is data, the end, or an error to be read. */
    public void awaitReadable(Fd fd) throws InterruptedException {
        await(fd, IN | RDHUP, 0);
    }

    /** As {@link #awaitReadable(Fd)}, at most so long. @return whether it became readable */
    public boolean awaitReadable(Fd fd, Duration timeout) throws InterruptedException {
        return await(fd, IN | RDHUP, Math.max(1, timeout.toNanos()));
    }

    /** Waits until one of two is readable. */
    public void awaitEither(Fd first, Fd second) throws InterruptedException {
        Waiter one = new Waiter(Thread.currentThread(), IN | RDHUP);
        Waiter other = new Waiter(Thread.currentThread(), IN | RDHUP);
        if (!enlist(first, one)) {
            return;
        }
        try {
            if (enlist(second, other)) {
                park(List.of(one, other), 0);
            }
        } finally {
            delist(second, other);
            delist(first, one);
        }
    }

    /** Waits until a write would not block. */
    public void awaitWritable(Fd fd) throws InterruptedException {
        await(fd, OUT, 0);
    }

    /** As {@link #awaitWritable(Fd)}, at most so long. @return whether it became writable */
    public boolean awaitWritable(Fd fd, Duration timeout) throws InterruptedException {
        return await(fd, OUT, Math.max(1, timeout.toNanos()));
    }

    /** Makes a descriptor non-blocking, for every process that has it open. */
    public static Fd unblock(Fd fd) {
        long flags = Syscall.check(Syscall.raw(Sysno.FCNTL, fd.number(), F_GETFL), "get flags of", fd);
        Syscall.check(Syscall.raw(Sysno.FCNTL, fd.number(), F_SETFL, flags | O_NONBLOCK), "unblock", fd);
        return fd;
    }

    /** Translates an interruption for stream code, keeping the thread's interrupt status. */
    public static InterruptedIOException interrupted(String what, InterruptedException cause) {
        Thread.currentThread().interrupt();
        InterruptedIOException e = new InterruptedIOException(what + ": interrupted");
        e.initCause(cause);
        return e;
    }

    private boolean await(Fd fd, int interest, long timeoutNanos) throws InterruptedException {
        Waiter waiter = new Waiter(Thread.currentThread(), interest);
        if (!enlist(fd, waiter)) {
            return true;
        }
        try {
            return park(List.of(waiter), timeoutNanos);
        } finally {
            delist(fd, waiter);
        }
    }

    /** Parks until one of the calling thread's waiters is ready. @return false if the time, unless 0, is over */
    private boolean park(List<Waiter> waiters, long timeoutNanos) throws InterruptedException {
        long deadline = timeoutNanos == 0 ? 0 : System.nanoTime() + timeoutNanos;
        while (waiters.stream().noneMatch(waiter -> waiter.ready)) {
            if (Thread.interrupted() || waiters.stream().anyMatch(waiter -> waiter.cancelled)) {
                throw new InterruptedException("waiting for a descriptor");
            }
            if (timeoutNanos == 0) {
                LockSupport.park(this);
                continue;
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            LockSupport.parkNanos(this, left);
        }
        return true;
    }

    /** Adds a waiter. @return false if the descriptor cannot be watched, being always ready */
    private boolean enlist(Fd fd, Waiter waiter) throws InterruptedException {
        lock.lock();
        try {
            if (closed) {
                throw new InterruptedException("poller is closed");
            }
            Watch watch = byFd.get(fd);
            if (watch != null) {
                watch.waiters.add(waiter);
                Syscall.check(control(CTL_MOD, fd, watch.interest() | ONESHOT, watch.token), "epoll_ctl", fd);
                return true;
            }
            watch = new Watch(++lastToken, fd);
            watch.waiters.add(waiter);
            long result = control(CTL_ADD, fd, waiter.interest | ONESHOT, watch.token);
            if (Syscall.failed(result, Errno.EPERM)) {
                return false;
            }
            Syscall.check(result, "epoll_ctl", fd);
            byFd.put(fd, watch);
            byToken.put(watch.token, watch);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void delist(Fd fd, Waiter waiter) {
        lock.lock();
        try {
            Watch watch = byFd.get(fd);
            if (watch == null) {
                return;
            }
            watch.waiters.remove(waiter);
            if (!watch.waiters.isEmpty()) {
                return;
            }
            byFd.remove(fd);
            byToken.remove(watch.token);
            if (fd.isOpen() && !closed) {
                control(CTL_DEL, fd, 0, 0);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The thread: waits for events and wakes whom they concern, until told to stop. */
    private void serve() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment events = arena.allocate((long) EpollEvent.SIZE * BATCH, 8);
            while (true) {
                long count = Syscall.raw(Sysno.EPOLL_PWAIT, epoll.number(), events.address(), BATCH, -1, 0, 0);
                if (Syscall.failed(count, Errno.EINTR)) {
                    continue;
                }
                Syscall.check(count, "epoll_wait", "poller");
                for (int i = 0; i < count; i++) {
                    MemorySegment event = events.asSlice((long) EpollEvent.SIZE * i, EpollEvent.SIZE);
                    long token = event.get(EpollEvent.DATA, EpollEvent.DATA_OFFSET);
                    if (token == STOP) {
                        return;
                    }
                    dispatch(token, event.get(JAVA_INT, 0));
                }
            }
        } finally {
            epoll.close();
            stop.close();
        }
    }

    private void dispatch(long token, int happened) {
        lock.lock();
        try {
            Watch watch = byToken.get(token);
            if (watch == null) {
                return;
            }
            for (Waiter waiter : watch.waiters) {
                if ((happened & (waiter.interest | ERR_HUP)) != 0 && !waiter.ready) {
                    waiter.ready = true;
                    LockSupport.unpark(waiter.thread);
                }
            }
            int rest = watch.interest();
            if (rest != 0 && watch.fd.isOpen()) {
                control(CTL_MOD, watch.fd, rest | ONESHOT, token);
            }
        } finally {
            lock.unlock();
        }
    }

    private long control(int operation, Fd fd, int events, long token) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment event = arena.allocate(EpollEvent.SIZE, 8);
            event.set(JAVA_INT, 0, events);
            event.set(EpollEvent.DATA, EpollEvent.DATA_OFFSET, token);
            return Syscall.raw(Sysno.EPOLL_CTL, epoll.number(), operation, fd.number(), event.address());
        }
    }

    /** Stops the thread and ends all waits. */
    @Override
    public void close() {
        List<Waiter> left = new ArrayList<>();
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            byFd.values().forEach(watch -> left.addAll(watch.waiters));
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment one = arena.allocate(8, 8);
                one.set(JAVA_INT, 0, 1);
                Syscall.raw(Sysno.WRITE, stop.number(), one.address(), 8);
            }
        } finally {
            lock.unlock();
        }
        for (Waiter waiter : left) {
            waiter.cancelled = true;
            LockSupport.unpark(waiter.thread);
        }
    }

    /** One descriptor in the epoll, and who waits for it. Guarded by the poller's lock. */
    private static final class Watch {
        private final long token;
        private final Fd fd;
        private final List<Waiter> waiters = new ArrayList<>(2);

        private Watch(long token, Fd fd) {
            this.token = token;
            this.fd = fd;
        }

        /** What the waiters that have not been woken want. */
        private int interest() {
            int mask = 0;
            for (Waiter waiter : waiters) {
                mask |= waiter.ready ? 0 : waiter.interest;
            }
            return mask;
        }
    }

    private static final class Waiter {
        private final Thread thread;
        private final int interest;
        private volatile boolean ready;
        private volatile boolean cancelled;

        private Waiter(Thread thread, int interest) {
            this.thread = thread;
            this.interest = interest;
        }
    }
}
