package io.djong.kernel.process;

import io.djong.kernel.Errno;
import io.djong.kernel.ffi.Syscall;
import io.djong.kernel.ffi.Sysno;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Collects the exits of all children of this process, and of all orphans below it, whose subreaper it makes this
 * process (prctl(2)).
 *
 * <p>One platform thread looks with {@code waitid(P_ALL, WNOWAIT)} and then reaps by number. An exit goes to the
 * thread that waits for it; one that nobody waits for yet is kept, the latest {@value #KEPT} of them, because the
 * process may well be gone before its number is known. Since numbers are reused, who asks says from when on: {@link
 * #mark} before the process can have come into being.
 *
 * <p>There is to be one open reaper in a process, and no other code that waits for children.
 */
public final class Reaper implements AutoCloseable {
    private static final int PR_SET_CHILD_SUBREAPER = 36;
    private static final int KEPT = 1024;
    private static final Duration IDLE = Duration.ofSeconds(5);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition exits = lock.newCondition();
    private final Condition children = lock.newCondition();
    private final Map<Long, Integer> waiting = new HashMap<>(); // waiters by pid; guarded by lock
    private final LinkedHashMap<Long, Kept> kept = new LinkedHashMap<>(); // by pid, oldest first; guarded by lock
    private final Thread thread = Thread.ofPlatform().name("reaper").daemon().unstarted(this::run);
    private long count; // exits so far; guarded by lock
    private boolean spawned; // since the last look without children; guarded by lock
    private boolean closed; // guarded by lock

    private record Kept(long sequence, ExitStatus status) {}

    /** A point in time: exits after it belong to processes that came into being later, or lived at it. */
    public record Mark(long sequence) {}

    private Reaper() {}

    /** Makes this process a subreaper and starts the thread, a daemon thread. */
    public static Reaper start() {
        Syscall.check(Syscall.raw(Sysno.PRCTL, PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0), "prctl", "child subreaper");
        Reaper reaper = new Reaper();
        reaper.thread.start();
        return reaper;
    }

    /** Notes the present, before a process is started whose exit will be asked for. */
    public Mark mark() {
        lock.lock();
        try {
            return new Mark(count);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Spawns a child.
     *
     * @throws io.djong.kernel.KernelException if it cannot be started: ENOENT and EACCES speak of the program
     */
    public Child spawn(Spawn spawn) {
        Mark mark = mark();
        long pid = spawn.run();
        lock.lock();
        try {
            spawned = true;
            children.signalAll();
        } finally {
            lock.unlock();
        }
        return new Child(this, pid, mark);
    }

    /** Waits for the exit of a child or orphan. */
    public ExitStatus await(long pid, Mark since) throws InterruptedException {
        while (true) {
            Optional<ExitStatus> status = await(pid, since, Duration.ofDays(1));
            if (status.isPresent()) {
                return status.get();
            }
        }
    }

    /** As {@link #await(long, Mark)}, at most so long; zero looks only. @return empty if the time is over */
    public Optional<ExitStatus> await(long pid, Mark since, Duration timeout) throws InterruptedException {
        long left = timeout.toNanos();
        lock.lockInterruptibly();
        try {
            waiting.merge(pid, 1, Integer::sum);
            try {
                while (true) {
                    Kept exit = kept.get(pid);
                    if (exit != null && exit.sequence > since.sequence) {
                        return Optional.of(exit.status);
                    }
                    if (left <= 0) {
                        return Optional.empty();
                    }
                    left = exits.awaitNanos(left);
                }
            } finally {
                waiting.computeIfPresent(pid, (_, n) -> n == 1 ? null : n - 1);
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        long[] pid = new long[1];
        while (true) {
            long result = Waits.peek(pid);
            if (isClosed()) {
                return;
            }
            if (Syscall.failed(result, Errno.ECHILD)) {
                awaitChildren();
            } else if (result == 0) {
                Waits.reap(pid[0]).ifPresent(this::deliver);
            }
        }
    }

    private void deliver(Waits.Exit exit) {
        lock.lock();
        try {
            kept.remove(exit.pid());
            kept.put(exit.pid(), new Kept(++count, exit.status()));
            if (kept.size() > KEPT) {
                dropOldest();
            }
            if (waiting.containsKey(exit.pid())) {
                exits.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void dropOldest() {
        @Nullable Long oldest = null;
        for (Long pid : kept.keySet()) {
            if (!waiting.containsKey(pid)) {
                oldest = pid;
                break;
            }
        }
        if (oldest != null) {
            kept.remove(oldest);
        }
    }

    /** Without children there are no orphans either, so nothing can end before something is spawned. */
    private void awaitChildren() {
        lock.lock();
        try {
            long left = IDLE.toNanos();
            while (!spawned && !closed && left > 0) {
                left = children.awaitNanos(left);
            }
            spawned = false;
        } catch (InterruptedException e) {
            // Nobody interrupts this thread; a look too many does no harm.
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Reaps no more. A thread that is still inside waitid(2) ends at the next exit, leaving that to its successor. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            children.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
