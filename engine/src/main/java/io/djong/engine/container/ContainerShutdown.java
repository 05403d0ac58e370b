package io.djong.engine.container;

import io.djong.model.error.EngineException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops what runs because the daemon ends, all at a time, each by its own signal and timeout. */
final class ContainerShutdown {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerShutdown.class);

    /** What a container may take beyond its own timeout. */
    private static final int GRACE_SECONDS = 5;

    private final ContainerStopper stopper;

    ContainerShutdown(ContainerStopper stopper) {
        this.stopper = stopper;
    }

    /** @param seconds until the rest is left running, where no container may take longer; negative for ever */
    void stop(List<Container> running, int seconds) {
        ExecutorService stops = Executors.newVirtualThreadPerTaskExecutor();
        running.forEach(container -> stops.execute(() -> stop(container)));
        stops.shutdown();
        try {
            long limit = limitSeconds(running.stream().map(Container::record).toList(), seconds);
            if (!stops.awaitTermination(limit < 0 ? Long.MAX_VALUE : limit, TimeUnit.SECONDS)) {
                LOG.error("Force shutdown daemon: not all containers have ended within {} s", limit);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How long the end of all is waited for; negative for ever. */
    static long limitSeconds(List<ContainerRecord> running, int seconds) {
        long limit = seconds;
        for (ContainerRecord container : running) {
            int own = ContainerStopper.timeoutSeconds(container);
            if (limit < 0 || own < 0) {
                return -1;
            }
            limit = Math.max(limit, (long) own + GRACE_SECONDS);
        }
        return limit;
    }

    private void stop(Container container) {
        try {
            stopper.shutDown(container);
        } catch (EngineException e) {
            LOG.warn("container {} could not be stopped: {}", container.id(), e.message());
        }
    }
}
