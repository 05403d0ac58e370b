package io.djong.engine.container;

import io.djong.model.ContainerId;
import io.djong.model.Digest;
import java.util.List;
import java.util.Optional;

/**
 * What a container has had of others since it was made, whatever becomes of their names.
 *
 * @param volumes the mounts that it took over ({@code --volumes-from})
 * @param links the containers that it knows by names of its own ({@code --link})
 * @param images those that are mounted in it ({@code --mount type=image})
 */
public record Ties(List<Borrowed> volumes, List<Link> links, List<MountedImage> images) {
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

    /**
     * What a name stood for.
     *
     * @param layer the topmost; empty for an image without layers
     */
    public record MountedImage(String name, Digest id, Optional<Digest> layer) {}

    public Ties {
        volumes = List.copyOf(volumes);
        links = List.copyOf(links);
        images = images == null ? List.of() : List.copyOf(images); // records of before have none
    }

    /** Without images. */
    public Ties(List<Borrowed> volumes, List<Link> links) {
        this(volumes, links, List.of());
    }

    /** The image that a name stood for. */
    MountedImage image(String name) {
        return images.stream()
                .filter(image -> image.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The topmost layer of an image that is mounted; empty where it has none. */
    Optional<Digest> layerOf(String imageId) {
        return images.stream()
                .filter(image -> image.id().toString().equals(imageId))
                .findFirst()
                .flatMap(MountedImage::layer);
    }

    /** The topmost layers of the images. */
    List<Digest> layers() {
        return images.stream().flatMap(image -> image.layer().stream()).toList();
    }

    Ties without(String alias) {
        return new Ties(
                volumes,
                links.stream().filter(link -> !link.alias().equals(alias)).toList(),
                images);
    }
}
