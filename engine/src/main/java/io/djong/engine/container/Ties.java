package io.djong.engine.container;

import io.djong.model.ContainerId;
import java.util.List;

/**
 * What a container has had of others since it was made, whatever becomes of their names.
 *
 * @param volumes the mounts that it took over ({@code --volumes-from})
 * @param links the containers that it knows by names of its own ({@code --link})
 */
public record Ties(List<Borrowed> volumes, List<Link> links) {
    public static final Ties NONE = new Ties(List.of(), List.of());

    /**
     * Another container's mount.
     *
     * @param anonymous whether it goes with the last container that has it, where that is asked for
     * @param subpath the part of a volume that is mounted; empty for all of it
     */
    public record Borrowed(MountPoint point, boolean anonymous, String subpath) {}

    /** Another container, and the name that it goes by here. */
    public record Link(ContainerId target, String alias) {}

    public Ties {
        volumes = List.copyOf(volumes);
        links = List.copyOf(links);
    }

    Ties without(String alias) {
        return new Ties(
                volumes,
                links.stream().filter(link -> !link.alias().equals(alias)).toList());
    }
}
