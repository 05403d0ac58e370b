package io.djong.engine.container;

import io.djong.engine.remap.ContainerUsers;
import io.djong.runtime.spec.BindMount;
import java.nio.file.Path;
import java.util.Set;

/**
 * A bind, volume or image that a container is to have, as it is shown and as it is made.
 *
 * @param subpath the part of a volume or image that is mounted; empty for all of it
 */
record PlannedMount(
        MountPoint point, BindMount.Access access, BindMount.Reach reach, Set<Trait> traits, String subpath) {
    /** What is special about one. */
    enum Trait {
        /** The volume goes with the container, where that is asked for: it has no name that anybody knows. */
        ANONYMOUS,
        /** The volume begins empty, whatever the image has in its place. */
        EMPTY,
        /** The source is not made where it is missing. */
        EXISTING,
        /** Nobody asked for how mounts propagate: where the host's do not, they need not. */
        PROPAGATES_IF_POSSIBLE
    }

    PlannedMount {
        traits = Set.copyOf(traits);
    }

    boolean isVolume() {
        return point.type().equals("volume");
    }

    /** Whether it is one whose point's source is an image's id. */
    boolean isImage() {
        return point.type().equals("image");
    }

    boolean is(Trait trait) {
        return traits.contains(trait);
    }

    /** Where its files are for a container with these users: what is the engine's follows them, what is bound does not. */
    Path source(ContainerUsers users) {
        Path source = Path.of(point.source());
        return isVolume() ? users.seen(source) : source;
    }

    /** As it is mounted from a source that was looked up. */
    BindMount bind(Path source, BindMount.Propagation propagation) {
        return new BindMount(source, point.destination(), access, propagation, reach);
    }
}
