package io.djong.engine.exec;

import io.djong.model.ContainerId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/**
 * The execs that are known: until their container is removed, or a while after they ended, so that a client can ask for
 * the exit code, as in Docker. Those whose time is over go when the table is next used.
 */
final class ExecTable {
    private static final Duration KEPT = Duration.ofMinutes(5);

    /** When an exec ended. */
    private record Ended(ExecInstance instance, Instant at) {}

    private final InstantSource clock;

    /** All guarded by this. */
    private final Map<String, ExecInstance> byId = new HashMap<>();

    private final Map<ContainerId, Map<String, ExecInstance>> byContainer = new HashMap<>();
    private final Queue<Ended> ended = new ArrayDeque<>();

    ExecTable(InstantSource clock) {
        this.clock = clock;
    }

    synchronized void add(ExecInstance instance) {
        expire();
        byId.put(instance.id(), instance);
        byContainer
                .computeIfAbsent(instance.container(), c -> new LinkedHashMap<>())
                .put(instance.id(), instance);
    }

    synchronized Optional<ExecInstance> find(String id) {
        expire();
        return Optional.ofNullable(byId.get(id));
    }

    synchronized List<ExecInstance> of(ContainerId container) {
        return List.copyOf(byContainer.getOrDefault(container, Map.of()).values());
    }

    /** It has ended: its time begins. */
    synchronized void ended(ExecInstance instance) {
        ended.add(new Ended(instance, clock.instant()));
    }

    synchronized void forget(ContainerId container) {
        Map<String, ExecInstance> gone = byContainer.remove(container);
        if (gone != null) {
            byId.keySet().removeAll(gone.keySet());
        }
    }

    /** A container has ended: those that were never started have lost their place. */
    synchronized void forgetUnstarted(ContainerId container) {
        of(container).stream().filter(instance -> !instance.isClaimed()).forEach(this::remove);
    }

    private void expire() {
        Instant limit = clock.instant().minus(KEPT);
        while (!ended.isEmpty() && ended.peek().at().isBefore(limit)) {
            remove(ended.remove().instance());
        }
    }

    /** Nobody will ask for it. */
    synchronized void remove(ExecInstance instance) {
        byId.remove(instance.id());
        Map<String, ExecInstance> siblings = byContainer.get(instance.container());
        if (siblings != null) {
            siblings.remove(instance.id());
            if (siblings.isEmpty()) {
                byContainer.remove(instance.container());
            }
        }
    }
}
