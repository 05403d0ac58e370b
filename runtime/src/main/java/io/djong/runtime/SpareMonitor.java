package io.djong.runtime;

import io.djong.model.ContainerId;
import io.djong.model.error.EngineException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The monitor of a container that was created and will most likely be started at once: begun ahead, which saves the
 * start some milliseconds. There is at most one, and not for long.
 */
final class SpareMonitor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SpareMonitor.class);
    private static final Duration KEPT = Duration.ofSeconds(1);

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Spare spare; // guarded by lock
    private boolean closed; // guarded by lock

    private record Spare(Bundle bundle, CompletableFuture<Monitor> begun) {
        /** Waits for it; empty if it could not be begun. */
        Optional<Monitor> monitor() {
            return begun.handle((monitor, failure) -> Optional.ofNullable(monitor))
                    .join();
        }

        void discard() throws InterruptedException {
            Optional<Monitor> monitor = monitor();
            if (monitor.isPresent()) {
                monitor.get().discard();
            }
            try {
                bundle.removeDirectory();
            } catch (IOException e) {
                LOG.debug("{}", e.getMessage()); // the container's start removes it, or the next daemon
            }
        }
    }

    /** Has one begun for a container that has none, unless there is one for another. Returns at once. */
    void prepare(Host host, Bundle bundle, Monitor.Duty duty) {
        Spare made = new Spare(bundle, new CompletableFuture<>());
        lock.lock();
        try {
            if (spare != null || closed) {
                return;
            }
            spare = made;
        } finally {
            lock.unlock();
        }
        Thread.ofVirtual().name("spare-monitor").start(() -> {
            try {
                begin(host, made, duty);
                Thread.sleep(KEPT);
                drop(made);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static void begin(Host host, Spare made, Monitor.Duty duty) throws InterruptedException {
        try {
            duty.runtime().require();
            made.bundle().create();
            made.begun().complete(Monitor.begin(host, made.bundle().id(), duty));
        } catch (EngineException e) {
            LOG.debug("no monitor ahead: {}", e.message());
        } finally {
            made.begun().cancel(false); // unless it is there
        }
    }

    private void drop(Spare made) throws InterruptedException {
        lock.lock();
        try {
            if (made.equals(spare)) {
                made.discard(); // whoever would start the container waits until it is gone
                spare = null;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Gives away the container's, if there is one and it can do the duty. */
    Optional<Monitor> take(ContainerId id, Monitor.Duty duty) throws InterruptedException {
        Spare taken;
        lock.lock();
        try {
            if (spare == null || !spare.bundle().id().equals(id)) {
                return Optional.empty();
            }
            taken = spare;
            spare = null;
        } finally {
            lock.unlock();
        }
        Optional<Monitor> monitor = taken.monitor();
        if (monitor.isEmpty() || !monitor.get().suits(id, duty)) {
            taken.discard();
            return Optional.empty();
        }
        return monitor;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (spare != null) {
                drop(spare);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the next daemon removes it
        } finally {
            lock.unlock();
        }
    }
}
