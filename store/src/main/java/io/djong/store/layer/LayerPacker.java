package io.djong.store.layer;

import io.djong.kernel.Errno;
import io.djong.kernel.KernelException;
import io.djong.kernel.file.Access;
import io.djong.kernel.file.DeviceNumber;
import io.djong.kernel.file.Directory;
import io.djong.kernel.file.DirectoryEntry;
import io.djong.kernel.file.FileStat;
import io.djong.kernel.file.FileType;
import io.djong.kernel.file.OpenFile;
import io.djong.kernel.file.Owner;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Packs a directory tree as a layer's archive: PAX, members sorted by name, hard links after their first name. What
 * {@link LayerUnpacker} makes of the archive is the tree again, to the nanosecond and the last attribute.
 *
 * <p>Of an overlay's upper directory the marks for "removed" become whiteouts again; of a merged tree there are none.
 * Sockets are left out: archives cannot hold them. A tree in use may change meanwhile: what vanishes is left out, and a
 * file that shrinks or grows is packed with the size it had.
 */
public final class LayerPacker {
    private static final int BUFFER = 64 * 1024;

    private final TarWriter tar;
    private final byte[] buffer = new byte[BUFFER];
    /** The first name of each file with several, by file system and inode. */
    private final Map<String, String> firstNames = new HashMap<>();

    private final Descent descent;
    private final ArchiveIds ids;

    /** Says of a directory at which something is mounted, or may be, whether what is in it is packed too. */
    @FunctionalInterface
    public interface Descent {
        boolean into(Directory mounted);
    }

    private LayerPacker(OutputStream out, Descent descent, ArchiveIds ids) {
        this.tar = new TarWriter(out);
        this.descent = descent;
        this.ids = ids;
    }

    private LayerPacker(OutputStream out, ArchiveIds ids) {
        this(out, _ -> true, ids);
    }

    /** Writes the archive of a tree, uncompressed; the stream stays open. */
    public static void pack(Directory root, OutputStream out) throws IOException {
        LayerPacker packer = new LayerPacker(out, ArchiveIds.SAME);
        packer.addDirectory(root, ".", root.stat());
        packer.addAll(root, "");
        packer.tar.end();
    }

    /** As {@link #pack}, without a member for the root itself. */
    public static void packContents(Directory root, OutputStream out) throws IOException {
        packContents(root, ArchiveIds.SAME, out);
    }

    /** As {@link #packContents(Directory, OutputStream)}, of a tree whose ids the archive is to have otherwise. */
    public static void packContents(Directory root, ArchiveIds ids, OutputStream out) throws IOException {
        LayerPacker packer = new LayerPacker(out, ids);
        packer.addAll(root, "");
        packer.tar.end();
    }

    /** Writes the archive of a tree whose root has a name there; a directory not descended into is empty there. */
    public static void packAs(String name, Directory root, Descent descent, ArchiveIds ids, OutputStream out)
            throws IOException {
        LayerPacker packer = new LayerPacker(out, descent, ids);
        packer.addDirectory(root, name, root.stat());
        if (descent.into(root)) {
            packer.addAll(root, name + "/");
        }
        packer.tar.end();
    }

    /** Writes the archive of one file that is no directory. */
    public static void packFile(Directory parent, String name, ArchiveIds ids, OutputStream out) throws IOException {
        LayerPacker packer = new LayerPacker(out, ids);
        packer.add(parent, name, name);
        packer.tar.end();
    }

    private void addAll(Directory directory, String prefix) throws IOException {
        List<DirectoryEntry> entries = directory.entries().stream()
                .sorted(Comparator.comparing(DirectoryEntry::name))
                .toList();
        for (DirectoryEntry entry : entries) {
            try {
                add(directory, entry.name(), prefix + entry.name());
            } catch (KernelException e) {
                if (!e.is(Errno.ENOENT)) {
                    throw e;
                }
            }
        }
    }

    private void add(Directory directory, String name, String path) throws IOException {
        FileStat stat = directory.stat(name);
        if (stat.isWhiteout()) {
            tar.add(marker(sibling(path, Whiteouts.of(name))));
            return;
        }
        if (stat.isDirectory()) {
            Depth.check(path);
            try (Directory below = directory.openDirectory(name)) {
                addDirectory(below, path, stat);
                if (below.xattr(Whiteouts.OPAQUE).isPresent()) {
                    tar.add(marker(path + "/" + Whiteouts.opaqueMarker()));
                }
                if (!stat.mountRoot() || descent.into(below)) {
                    addAll(below, path + "/");
                }
            }
            return;
        }
        String first = stat.links() > 1 ? firstNames.putIfAbsent(stat.device() + "/" + stat.inode(), path) : null;
        if (first != null) {
            tar.add(member(TarEntry.Kind.HARD_LINK, path, first, stat, 0, Map.of()));
        } else {
            addOther(directory, name, path, stat);
        }
    }

    private void addDirectory(Directory directory, String path, FileStat stat) throws IOException {
        Map<String, byte[]> xattrs = new LinkedHashMap<>();
        for (String attribute : directory.xattrNames()) {
            if (isPacked(attribute)) {
                directory.xattr(attribute).ifPresent(value -> xattrs.put(attribute, value));
            }
        }
        tar.add(member(TarEntry.Kind.DIRECTORY, path, "", stat, 0, xattrs));
    }

    private void addOther(Directory directory, String name, String path, FileStat stat) throws IOException {
        Map<String, byte[]> xattrs = xattrs(directory, name);
        switch (stat.type()) {
            case REGULAR -> addFile(directory, name, path, stat, xattrs);
            case SYMLINK -> tar.add(member(TarEntry.Kind.SYMLINK, path, directory.readLink(name), stat, 0, xattrs));
            case CHARACTER_DEVICE -> tar.add(member(TarEntry.Kind.CHARACTER_DEVICE, path, "", stat, 0, xattrs));
            case BLOCK_DEVICE -> tar.add(member(TarEntry.Kind.BLOCK_DEVICE, path, "", stat, 0, xattrs));
            case FIFO -> tar.add(member(TarEntry.Kind.FIFO, path, "", stat, 0, xattrs));
            case DIRECTORY, SOCKET, UNKNOWN -> {
                // directories are not among the others, and an archive has no way to say the rest
            }
        }
    }

    private void addFile(Directory directory, String name, String path, FileStat stat, Map<String, byte[]> xattrs)
            throws IOException {
        try (OpenFile file = directory.openFile(name, Access.READ)) {
            long left = stat.size();
            tar.add(member(TarEntry.Kind.FILE, path, "", stat, left, xattrs));
            while (left > 0) {
                int wanted = (int) Math.min(BUFFER, left);
                int got = file.read(ByteBuffer.wrap(buffer, 0, wanted));
                if (got < 0) {
                    java.util.Arrays.fill(buffer, 0, wanted, (byte) 0); // it shrank: the header has promised its size
                    got = wanted;
                }
                tar.data(buffer, got);
                left -= got;
            }
            tar.endData();
        }
    }

    private static Map<String, byte[]> xattrs(Directory directory, String name) {
        Map<String, byte[]> xattrs = new LinkedHashMap<>();
        for (String attribute : directory.xattrNames(name)) {
            if (isPacked(attribute)) {
                directory.xattr(name, attribute).ifPresent(value -> xattrs.put(attribute, value));
            }
        }
        return xattrs;
    }

    private static boolean isPacked(String attribute) {
        return !attribute.startsWith("trusted.overlay.") && !attribute.startsWith("user.overlay.");
    }

    private static String sibling(String path, String name) {
        String parent = EntryPaths.parent(path);
        return parent.isEmpty() ? name : parent + "/" + name;
    }

    private static TarEntry marker(String path) {
        return new TarEntry(
                TarEntry.Kind.FILE, path, "", 0, 0, 0, 0, Instant.EPOCH, DeviceNumber.NONE, Map.of(), List.of());
    }

    private TarEntry member(
            TarEntry.Kind kind, String path, String link, FileStat stat, long size, Map<String, byte[]> xattrs) {
        boolean device = stat.type() == FileType.CHARACTER_DEVICE || stat.type() == FileType.BLOCK_DEVICE;
        Owner owner = ids.toArchive(stat.owner());
        return new TarEntry(
                kind,
                path,
                link,
                stat.permissions(),
                owner.uid(),
                owner.gid(),
                size,
                stat.modified(),
                device ? stat.special() : DeviceNumber.NONE,
                ids.toArchive(xattrs),
                List.of());
    }
}
