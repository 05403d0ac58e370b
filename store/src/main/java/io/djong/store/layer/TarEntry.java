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
public record TarEntry(
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

    /** A plain file of root's. */
    public static TarEntry file(String name, int permissions, long size, Instant modified) {
        return plain(Kind.FILE, name, permissions, size, modified);
    }

    /** A plain directory of root's. */
    public static TarEntry directory(String name, int permissions, Instant modified) {
        return plain(Kind.DIRECTORY, name, permissions, 0, modified);
    }

    private static TarEntry plain(Kind kind, String name, int permissions, long size, Instant modified) {
        return new TarEntry(kind, name, "", permissions, 0, 0, size, modified, DeviceNumber.NONE, Map.of(), List.of());
    }

    /** The same of another owner. */
    TarEntry ownedBy(Owner owner) {
        return new TarEntry(
                kind, name, link, permissions, owner.uid(), owner.gid(), size, modified, device, xattrs, sparse);
    }

    /** The same with other attributes. */
    TarEntry with(Map<String, byte[]> attributes) {
        return new TarEntry(kind, name, link, permissions, uid, gid, size, modified, device, attributes, sparse);
    }

    public enum Kind {
        FILE,
        HARD_LINK,
        SYMLINK,
        CHARACTER_DEVICE,
        BLOCK_DEVICE,
        DIRECTORY,
        FIFO
    }

    /** A stretch of data in a sparse file. */
    public record Extent(long offset, long length) {}
}
