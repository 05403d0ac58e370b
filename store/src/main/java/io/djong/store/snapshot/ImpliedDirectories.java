package io.djong.store.snapshot;

import io.djong.kernel.Errno;
import io.djong.kernel.KernelException;
import io.djong.kernel.file.Directory;
import io.djong.kernel.file.FileStat;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds what the layers below say of directories that a layer put something into without naming them.
 *
 * <p>In an overlay a directory has the owner, mode, times and attributes of its topmost layer, so a directory made only
 * to hold a file would otherwise take those of the real one away.
 */
final class ImpliedDirectories implements AutoCloseable {
    private static final String OPAQUE = "trusted.overlay.opaque";

    private final List<Directory> lower;

    ImpliedDirectories(List<Path> lower) {
        this.lower = lower.stream().map(Directory::open).toList();
    }

    /** Copies the metadata of the directory that the layers below have at the path, if they have one. */
    void complete(Directory root, String path) {
        for (Directory layer : lower) {
            try (Found found = find(layer, path)) {
                if (found.directory().isPresent()) {
                    copyInto(root, path, found.directory().get());
                }
                if (found.last()) {
                    return;
                }
            }
        }
    }

    private static void copyInto(Directory root, String path, Directory from) {
        try (Directory to = root.descend(path)) {
            copyMetadata(from, to);
        } catch (KernelException e) {
            // Replaced by something else after it was implied: then its metadata is its own.
            if (!e.is(Errno.ENOENT) && !e.is(Errno.ENOTDIR)) {
                throw e;
            }
        }
    }

    /** What one layer has at a path, and whether it is the last to be asked. */
    private record Found(Optional<Directory> directory, boolean last) implements AutoCloseable {
        @Override
        public void close() {
            directory.ifPresent(Directory::close);
        }
    }

    /** Walks down by names, following no link. */
    private static Found find(Directory layer, String path) {
        Directory at = layer.descend("");
        boolean opaque = false;
        for (String name : path.isEmpty() ? new String[0] : path.split("/", -1)) {
            Optional<FileStat> stat = at.find(name);
            if (stat.isEmpty() || !stat.get().isDirectory()) {
                at.close();
                return new Found(Optional.empty(), opaque || stat.isPresent());
            }
            Directory next = at.openDirectory(name);
            at.close();
            at = next;
            opaque |= at.xattr(OPAQUE).isPresent();
        }
        return new Found(Optional.of(at), true);
    }

    /** Whether two directories have the same owner, mode and attributes; times change with what is in them. */
    static boolean sameMetadata(Directory one, Directory other) {
        FileStat stat = one.stat();
        FileStat otherStat = other.stat();
        return stat.owner().equals(otherStat.owner())
                && stat.permissions() == otherStat.permissions()
                && sameAttributes(attributes(one), attributes(other));
    }

    private static boolean sameAttributes(Map<String, byte[]> one, Map<String, byte[]> other) {
        return one.keySet().equals(other.keySet())
                && one.entrySet().stream()
                        .allMatch(attribute -> Arrays.equals(attribute.getValue(), other.get(attribute.getKey())));
    }

    /** Owner, mode, attributes and times, but not overlayfs's own attributes. */
    static void copyMetadata(Directory from, Directory to) {
        FileStat stat = from.stat();
        to.setOwner(stat.owner());
        attributes(from).forEach(to::setXattr);
        to.setPermissions(stat.permissions());
        to.setTimes(stat.accessed(), stat.modified());
    }

    private static Map<String, byte[]> attributes(Directory directory) {
        Map<String, byte[]> attributes = new TreeMap<>();
        for (String attribute : directory.xattrNames()) {
            if (!attribute.startsWith("trusted.overlay.")) {
                directory.xattr(attribute).ifPresent(value -> attributes.put(attribute, value));
            }
        }
        return attributes;
    }

    @Override
    public void close() {
        lower.forEach(Directory::close);
    }
}
