package io.djong.engine.system;

import io.djong.engine.container.Containers;
import io.djong.engine.container.ListQuery;
import io.djong.engine.container.ListedContainer;
import io.djong.engine.image.ImageQuery;
import io.djong.engine.image.Images;
import io.djong.engine.volume.VolumeCatalog;
import io.djong.engine.volume.VolumeUsage;
import io.djong.model.error.InvalidArgument;
import io.djong.model.image.ImageSummary;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The account of disk space. What images take up is known from their records. What containers wrote, and what lies in
 * volumes, is counted where a container runs that can change it, and remembered where none does.
 */
public final class DiskUsage {
    /** What takes up space. */
    public enum Kind {
        CONTAINERS("container"),
        IMAGES("image"),
        VOLUMES("volume"),
        BUILD_CACHE("build-cache");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** The kind of that name. @throws InvalidArgument in Docker's words */
        public static Kind parse(String text) {
            return Arrays.stream(values())
                    .filter(kind -> kind.word.equals(text))
                    .findFirst()
                    .orElseThrow(() -> new InvalidArgument("unknown object type: " + text));
        }
    }

    /** The images, and what all their layers take up together. */
    public record ImageSpace(long layers, List<ImageSummary> images) {
        public ImageSpace {
            images = List.copyOf(images);
        }
    }

    /** The account; absent is what was not asked for. */
    public record Report(
            Optional<ImageSpace> images,
            Optional<List<ListedContainer>> containers,
            Optional<List<VolumeUsage>> volumes) {}

    private final Images images;
    private final Containers containers;
    private final VolumeCatalog volumes;

    public DiskUsage(Images images, Containers containers, VolumeCatalog volumes) {
        this.images = images;
        this.containers = containers;
        this.volumes = volumes;
    }

    public Report of(Set<Kind> kinds) {
        return new Report(
                kinds.contains(Kind.IMAGES)
                        ? Optional.of(new ImageSpace(images.layersSize(), images.list(ImageQuery.COUNTED)))
                        : Optional.empty(),
                kinds.contains(Kind.CONTAINERS) ? Optional.of(containers.list(ListQuery.EVERYTHING)) : Optional.empty(),
                kinds.contains(Kind.VOLUMES) ? Optional.of(volumes.usage()) : Optional.empty());
    }
}
