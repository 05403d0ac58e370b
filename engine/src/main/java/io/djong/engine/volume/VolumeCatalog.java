package io.djong.engine.volume;

import io.djong.engine.event.EventType;
import io.djong.engine.event.Events;
import io.djong.model.ContainerId;
import io.djong.model.Filters;
import io.djong.model.error.Conflict;
import io.djong.model.error.InvalidArgument;
import io.djong.model.error.NotFound;
import io.djong.model.text.GoBool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The volumes as users see them, with who has them. Their owner is {@link Volumes}. */
public final class VolumeCatalog {
    private static final Logger LOG = LoggerFactory.getLogger(VolumeCatalog.class);
    private static final Set<String> FILTERS = Set.of("dangling", "driver", "label", "name");
    private static final Set<String> PRUNE_FILTERS = Set.of("all", "label", "label!");

    private final Volumes volumes;
    private final VolumeUsers users;
    private final Events events;
    private final AtomicBoolean pruning = new AtomicBoolean();

    /** Held while sizes are counted: whoever asks at the same time would only count the same again. */
    private final ReentrantLock counting = new ReentrantLock();

    public VolumeCatalog(Volumes volumes, VolumeUsers users, Events events) {
        this.volumes = volumes;
        this.users = users;
        this.events = events;
    }

    /** What a prune has removed. */
    public record Pruned(List<String> names, long bytes) {}

    public Volume create(VolumeRequest request) {
        return volumes.create(request);
    }

    public Path mountpoint(Volume volume) {
        return volumes.paths().data(volume.name());
    }

    /** One volume. @throws NotFound in Docker's words if there is none */
    public Volume inspect(String name) {
        return volumes.find(name).orElseThrow(() -> new NotFound("get " + name + ": no such volume"));
    }

    /** Those that pass the filters, by name. */
    public List<Volume> list(Filters filters) {
        filters.requireKnown(FILTERS);
        Optional<Boolean> dangling =
                filters.has("dangling") ? Optional.of(truth(filters, "dangling")) : Optional.empty();
        Set<String> had = dangling.isPresent() ? users.byVolume().keySet() : Set.of();
        return sorted().filter(volume -> dangling.isEmpty() || dangling.get() != had.contains(volume.name()))
                .filter(volume -> filters.any("driver", Volume.DRIVER::equals))
                .filter(volume -> filters.any("name", part -> volume.name().contains(part)))
                .filter(volume -> filters.labels("label", volume.labels()))
                .toList();
    }

    private Stream<Volume> sorted() {
        return volumes.all().stream().sorted(Comparator.comparing(Volume::name));
    }

    private static boolean truth(Filters filters, String key) {
        String text = filters.get(key).stream().findFirst().orElse("");
        return GoBool.parse(text).orElseThrow(() -> new InvalidArgument("invalid filter '" + key + "=" + text + "'"));
    }

    /**
     * Removes a volume.
     *
     * @param force whether it is no fault if there is none
     * @throws Conflict if somebody has it
     */
    public void remove(String name, boolean force) {
        try {
            volumes.remove(name, users);
        } catch (NotFound e) {
            if (!force) {
                throw e;
            }
        }
    }

    /**
     * Removes those that nobody has: those without a name, with the filter {@code all} the others too.
     *
     * @param all as if that filter were there
     * @throws Conflict if another prune is under way
     */
    public Pruned prune(Filters filters, boolean all) {
        filters.requireKnown(PRUNE_FILTERS);
        boolean named = all || (filters.has("all") && truth(filters, "all"));
        if (!pruning.compareAndSet(false, true)) {
            throw new Conflict("a prune operation is already running");
        }
        try {
            List<String> gone = new ArrayList<>();
            long bytes = 0;
            Set<String> had = users.byVolume().keySet();
            for (Volume volume : sorted().filter(v -> !had.contains(v.name())).toList()) {
                if ((named || volume.isAnonymous()) && filters.labels(volume.labels())) {
                    bytes += pruned(volume, gone);
                }
            }
            events.emit(EventType.VOLUME, "prune", "", Map.of("reclaimed", Long.toString(bytes)));
            return new Pruned(gone, bytes);
        } finally {
            pruning.set(false);
        }
    }

    /** One that is used or removed meanwhile is left alone. @return the bytes that were given back */
    private long pruned(Volume volume, List<String> gone) {
        try {
            long bytes = volumes.size(volume.name(), () -> true);
            volumes.remove(volume.name(), users);
            gone.add(volume.name());
            return bytes;
        } catch (Conflict | NotFound e) {
            LOG.debug("volume {} is not pruned: {}", volume.name(), e.message());
            return 0;
        }
    }

    /** All volumes, by name, with what they take up. */
    public List<VolumeUsage> usage() {
        counting.lock();
        try {
            Map<String, List<ContainerId>> had = users.byVolume();
            return sorted().parallel()
                    .flatMap(volume -> usage(volume, had.getOrDefault(volume.name(), List.of())).stream())
                    .toList();
        } finally {
            counting.unlock();
        }
    }

    private Optional<VolumeUsage> usage(Volume volume, List<ContainerId> having) {
        try {
            long bytes = volumes.size(volume.name(), () -> !users.anyRuns(having));
            return Optional.of(new VolumeUsage(volume, mountpoint(volume), bytes, having.size()));
        } catch (NotFound e) {
            return Optional.empty(); // it was removed meanwhile
        }
    }
}
