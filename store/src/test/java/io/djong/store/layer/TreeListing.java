package io.djong.store.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.djong.kernel.file.Access;
import io.djong.kernel.file.Directory;
import io.djong.kernel.file.DirectoryEntry;
import io.djong.kernel.file.FileHandle;
import io.djong.kernel.file.FileStat;
import io.djong.kernel.file.FileType;
import io.djong.kernel.file.OpenFile;
import io.djong.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** All that a tree is, as text by path: two trees are equal if their listings are. */
public final class TreeListing {
    private final SortedMap<String, String> lines = new TreeMap<>();
    private final Map<Long, String> firstNames = new HashMap<>();

    private TreeListing() {}

    public static SortedMap<String, String> of(Path root) throws IOException {
        TreeListing listing = new TreeListing();
        try (Directory directory = Directory.open(root)) {
            listing.lines.put(".", describe(directory.stat()) + xattrs(directory));
            listing.add(directory, "");
        }
        return listing.lines;
    }

    /** Fails with the lines that differ. */
    public static void assertSame(Path expected, Path actual) throws IOException {
        SortedMap<String, String> wanted = of(expected);
        SortedMap<String, String> found = of(actual);
        SortedMap<String, String> missing = new TreeMap<>(wanted);
        missing.entrySet().removeAll(found.entrySet());
        SortedMap<String, String> surplus = new TreeMap<>(found);
        surplus.entrySet().removeAll(wanted.entrySet());
        assertEquals(missing, surplus);
    }

    private void add(Directory directory, String prefix) throws IOException {
        List<DirectoryEntry> entries = directory.entries().stream()
                .sorted(Comparator.comparing(DirectoryEntry::name))
                .toList();
        for (DirectoryEntry entry : entries) {
            String path = prefix + entry.name();
            FileStat stat = directory.stat(entry.name());
            String line = describe(stat) + xattrs(directory, entry.name());
            if (stat.type() == FileType.SYMLINK) {
                line += " -> " + directory.readLink(entry.name());
            }
            if (stat.type() == FileType.REGULAR) {
                line += " " + stat.size() + " " + hash(directory, entry.name());
            }
            if (!stat.isDirectory() && stat.links() > 1) {
                line += " same as " + firstNames.computeIfAbsent(stat.inode(), inode -> path);
            }
            lines.put(path, line);
            if (stat.isDirectory()) {
                try (Directory below = directory.openDirectory(entry.name())) {
                    add(below, path + "/");
                }
            }
        }
    }

    /** Of a whiteout nothing counts but that it is one. */
    private static String describe(FileStat stat) {
        if (stat.isWhiteout()) {
            return "whiteout ";
        }
        return stat.type() + " " + Integer.toOctalString(stat.permissions()) + " " + stat.owner() + " "
                + stat.modified() + " " + stat.special();
    }

    private static String xattrs(Directory directory, String name) {
        SortedMap<String, String> found = new TreeMap<>();
        for (String attribute : directory.xattrNames(name)) {
            found.put(
                    attribute,
                    HexFormat.of().formatHex(directory.xattr(name, attribute).orElseThrow()));
        }
        return found.toString();
    }

    private static String xattrs(FileHandle file) {
        SortedMap<String, String> found = new TreeMap<>();
        for (String attribute : file.xattrNames()) {
            found.put(attribute, HexFormat.of().formatHex(file.xattr(attribute).orElseThrow()));
        }
        return found.toString();
    }

    private static String hash(Directory directory, String name) throws IOException {
        var hasher = Digest.sha256Hasher();
        try (OpenFile file = directory.openFile(name, Access.READ);
                InputStream stream = file.inputStream()) {
            byte[] buffer = new byte[1 << 16];
            for (int got = stream.read(buffer); got > 0; got = stream.read(buffer)) {
                hasher.update(buffer, 0, got);
            }
        }
        return Digest.finished(hasher).shortHex();
    }
}
