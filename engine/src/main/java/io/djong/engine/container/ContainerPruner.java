package io.djong.engine.container;

import io.djong.engine.event.EventType;
import io.djong.engine.event.Events;
import io.djong.model.ContainerId;
import io.djong.model.Filters;
import io.djong.model.error.Conflict;
import io.djong.model.error.NotFound;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes the containers that do not run. Their volumes stay. */
final class ContainerPruner {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerPruner.class);
    private static final Set<String> FILTERS = Set.of("label", "label!", "until");
    private static final RemoveOptions KEEPING_VOLUMES = new RemoveOptions(false, false, false);

    private final ContainerIndex index;
    private final RootFileSystems roots;
    private final ContainerRemover remover;
    private final Events events;
    private final InstantSource clock;
    private final AtomicBoolean running = new AtomicBoolean();

    ContainerPruner(
            ContainerIndex index, RootFileSystems roots, ContainerRemover remover, Events events, InstantSource clock) {
        this.index = index;
        this.roots = roots;
        this.remover = remover;
        this.events = events;
        this.clock = clock;
    }

    /** @throws Conflict if another prune is under way */
    PrunedContainers prune(Filters filters) {
        filters.requireKnown(FILTERS);
        Optional<Instant> until = filters.until(clock.instant());
        if (!running.compareAndSet(false, true)) {
            throw new Conflict("a prune operation is already running");
        }
        try {
            return prune(filters, until);
        } finally {
            running.set(false);
        }
    }

    private PrunedContainers prune(Filters filters, Optional<Instant> until) {
        List<ContainerId> deleted = new ArrayList<>();
        long space = 0;
        for (Container container : index.all()) {
            ContainerRecord record = container.record();
            if (!record.state().status().isActive()
                    && until.map(limit -> !record.created().isAfter(limit)).orElse(true)
                    && filters.labels(record.config().labels())) {
                space += remove(container, deleted);
            }
        }
        String reclaimed = Long.toString(space);
        events.emit(EventType.CONTAINER, "prune", "", Map.of("reclaimed", reclaimed));
        return new PrunedContainers(deleted, space);
    }

    /** One that is started or removed meanwhile is left alone. @return the bytes that were given back */
    private long remove(Container container, List<ContainerId> deleted) {
        try {
            long bytes = roots.size(container.id()).written();
            remover.remove(container, KEEPING_VOLUMES);
            deleted.add(container.id());
            return bytes;
        } catch (Conflict | NotFound e) {
            LOG.debug("container {} is not pruned: {}", container.id(), e.message());
            return 0;
        }
    }
}
