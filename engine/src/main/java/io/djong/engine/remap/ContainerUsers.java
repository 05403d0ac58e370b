package io.djong.engine.remap;

import io.djong.kernel.file.Owner;
import io.djong.kernel.namespace.IdMapping;
import io.djong.store.layer.ArchiveIds;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Who a container's users are on the host: themselves, or others by a mapping.
 *
 * <p>On the disk every file of the engine's belongs to whom the container says, remapped or not. A container that is
 * remapped gets them from a second place, where they are shown shifted.
 *
 * @param ids the mapping; empty for none
 * @param dataRoot where the engine's files are
 * @param shifted where they are shown shifted
 */
public record ContainerUsers(Optional<IdMapping> ids, Path dataRoot, Path shifted) {
    public boolean areRemapped() {
        return ids.isPresent();
    }

    /** Where the container is to get a file of the engine's from. */
    public Path seen(Path file) {
        return areRemapped() ? shifted.resolve(dataRoot.relativize(file)) : file;
    }

    /** The container's root, as the host knows it. */
    public Owner root() {
        return ids.map(IdMapping::root).orElse(Owner.ROOT);
    }

    /** What the ids of an archive, which are those that the container knows, are in its files. */
    public ArchiveIds inArchives() {
        return ids.map(ArchiveIds::inside).orElse(ArchiveIds.SAME);
    }
}
