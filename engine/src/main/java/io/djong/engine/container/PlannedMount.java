package io.djong.engine.container;

import io.djong.runtime.spec.BindMount;
import java.nio.file.Path;
import java.util.Set;

/** A bind or volume that a container is to have, as it is shown and as it is made. */
record PlannedMount(MountPoint point, BindMount.Access access, BindMount.Reach reach, Set<Trait> traits) {
    /** What is special about one. */
    enum Trait {
        /** The volume goes with the container, where that is asked for: it has no name that anybody knows. */
        ANONYMOUS,
        /** The volume begins empty, whatever the image has in its place. */
        EMPTY,
        /** The source is not made where it is missing. */
        EXISTING
    }

    PlannedMount {
        traits = Set.copyOf(traits);
    }

    boolean isVolume() {
        return !point.name().isEmpty();
    }

    boolean is(Trait trait) {
        return traits.contains(trait);
    }

    BindMount bind() {
        return new BindMount(
                Path.of(point.source()),
                point.destination(),
                access,
                BindMount.Propagation.of(point.propagation()).orElse(BindMount.Propagation.RPRIVATE),
                reach);
    }
}
