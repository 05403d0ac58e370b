package io.djong.engine.container;

import io.djong.runtime.Task;
import io.djong.runtime.TaskExit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows running containers, one virtual thread each, and hands their exits on. */
final class ExitWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ExitWatch.class);

    /** What is done when a container's process has ended. */
    @FunctionalInterface
    interface Exited {
        void handle(Container container, Task task, TaskExit report);
    }

    private final Exited exited;

    ExitWatch(Exited exited) {
        this.exited = exited;
    }

    void follow(Container container, Task task) {
        Thread.ofVirtual().name("exit " + container.id().shortId()).start(() -> {
            try {
                exited.handle(container, task, task.await());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.error("container {} ended and could not be cleaned up", container.id(), e);
            }
        });
    }
}
