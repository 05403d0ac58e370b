package io.djong.engine.container;

import io.djong.engine.volume.VolumePaths;
import io.djong.model.error.InvalidArgument;
import io.djong.model.error.NotFound;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@code --volumes-from} takes over: the binds and volumes of other containers, as they are at that moment. */
final class VolumesFrom {
    private static final Set<String> OPTIONS = Set.of("ro", "rw", "z", "Z");

    private final ContainerIndex index;
    private final VolumePaths volumes;

    VolumesFrom(ContainerIndex index, VolumePaths volumes) {
        this.index = index;
        this.volumes = volumes;
    }

    /** What is taken over: mounts, later ones over earlier ones of the same place, and the images among them. */
    record Taken(List<Ties.Borrowed> mounts, List<Ties.MountedImage> images) {}

    /**
     * Takes over what others have.
     *
     * @param asked {@code container[:options]} each
     * @throws InvalidArgument in Docker's words
     */
    Taken take(@Nullable List<String> asked) {
        Taken all = new Taken(new ArrayList<>(), new ArrayList<>());
        for (String text : asked == null ? List.<String>of() : asked) {
            int colon = text.indexOf(':');
            String mode = colon < 0 ? "" : text.substring(colon + 1);
            if (text.isEmpty()) {
                throw new InvalidArgument("volumes-from specification cannot be an empty string");
            }
            List<String> options = mode.isEmpty() ? List.of() : List.of(mode.split(",", -1));
            if (!BindText.isMode(mode) || !OPTIONS.containsAll(options)) {
                throw new InvalidArgument("invalid mode: " + mode);
            }
            ContainerRecord other = find(colon < 0 ? text : text.substring(0, colon));
            new MountPlan(other, volumes)
                    .mounts()
                    .forEach(mount -> all.mounts().add(borrowed(mount, options.contains("ro"))));
            all.images().addAll(other.ties().images());
        }
        return all;
    }

    private ContainerRecord find(String reference) {
        try {
            return index.get(reference).record();
        } catch (NotFound e) {
            throw new InvalidArgument(e.message(), e); // a client takes "not found" here for the image's
        }
    }

    private static Ties.Borrowed borrowed(PlannedMount mount, boolean readOnly) {
        MountPoint point = mount.point();
        return new Ties.Borrowed(
                new MountPoint(
                        point.type(),
                        point.name(),
                        point.source(),
                        point.destination(),
                        point.driver(),
                        "",
                        point.writable() && !readOnly,
                        point.propagation()),
                mount.is(PlannedMount.Trait.ANONYMOUS),
                mount.subpath());
    }
}
