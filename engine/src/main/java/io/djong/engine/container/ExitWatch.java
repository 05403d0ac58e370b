package io.djong.engine.container;

import io.djong.runtime.Task;
import io.djong.runtime.TaskExit;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows running containers, one virtual thread each, and hands their exits on. */
final class ExitWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExitWatch.class);

    /** What is done when a container's process has ended. */
    @FunctionalInterface
    interface Exited {
        void handle(Container container, Task task, TaskExit report);
    }

    private static final Duration CLOSE = Duration.ofSeconds(10);

    private final Exited exited;

    /** Held shared while an exit is handled. */
    private final ReentrantReadWriteLock handling = new ReentrantReadWriteLock();

    ExitWatch(Exited exited) {
        this.exited = exited;
    }

    void follow(Container container, Task task) {
        Thread.ofVirtual().name("exit " + container.id().shortId()).start(() -> {
            try {
                TaskExit report = task.await();
                handling.readLock().lock();
                try {
                    exited.handle(container, task, report);
                } finally {
                    handling.readLock().unlock();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.error("container {} ended and could not be cleaned up", container.id(), e);
            }
        });
    }

    /** Waits a while until the exits that were seen are handled; those that come later are the next daemon's. */
    @Override
    public void close() {
        try {
            if (!handling.writeLock().tryLock(CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("the daemon ends while containers are cleaned up; the next start goes on with it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
