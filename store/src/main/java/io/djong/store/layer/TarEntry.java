package io.djong.store.layer;

import io.djong.kernel.file.DeviceNumber;
import io.djong.kernel.file.Owner;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One member of a tar archive, all of its extensions applied.
 *
 * @param name as the archive has it, bytes that are not UTF-8 carried as {@link io.djong.kernel.file.FileNames} does
 * @param link the target of a link, else empty
 * @param permissions the lower 12 bits of the mode
 * @param size of the file once unpacked, in bytes
 * @param sparse where the stored data belongs; empty for a file that is stored whole
 */
record TarEntry(
        Kind kind,
        String name,
        String link,
        int permissions,
        long uid,
        long gid,
        long size,
        Instant modified,
        DeviceNumber device,
        Map<String, byte[]> xattrs,
        List<Extent> sparse) {

    /** The same of another owner. */
    TarEntry ownedBy(Owner owner) {
        return new TarEntry(
                kind, name, link, permissions, owner.uid(), owner.gid(), size, modified, device, xattrs, sparse);
    }

    /** The same with other attributes. */
    TarEntry with(Map<String, byte[]> attributes) {
        return new TarEntry(kind, name, link, permissions, uid, gid, size, modified, device, attributes, sparse);
    }

    enum Kind {
        FILE,
        HARD_LINK,
        SYMLINK,
        CHARACTER_DEVICE,
        BLOCK_DEVICE,
        DIRECTORY,
        FIFO
    }

    /** A stretch of data in a sparse file. */
    record Extent(long offset, long length) {}
}
