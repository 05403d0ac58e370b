package io.djong.store.layer;

import io.djong.kernel.Errno;
import io.djong.kernel.KernelException;
import io.djong.kernel.file.Directory;
import io.djong.kernel.file.FileStat;
import io.djong.model.error.Internal;
import io.djong.model.error.InvalidArgument;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the members of one archive below a directory, in the form that overlayfs reads.
 *
 * <p>Every path is resolved by the kernel with the target as its root, and every change is made by a name in an open
 * directory, so neither {@code ..} nor a link that an earlier member planted leads out. Parents are kept open from one
 * member to the next; whenever a name is replaced all of them are resolved anew.
 *
 * <p>The rules are those of the OCI image specification (layer.md): a later member replaces an earlier one of the same
 * name, two directories merge; a whiteout hides what the layers below have, not what this layer brings. Directories
 * get their times at the end, when nothing is put into them any more.
 */
final class Extractor implements AutoCloseable {
    private final Directory root;
    private final LayerLimits limits;
    private final Parents parents;
    private final MemberWriter writer;
    private final Map<String, Instant> directoryTimes = new LinkedHashMap<>();
    private long bytes;
    private long entries;

    Extractor(Directory root, LayerLimits limits) {
        this.root = root;
        this.limits = limits;
        this.parents = new Parents(root);
        this.writer = new MemberWriter(parents);
    }

    /** Writes all members. */
    void extract(TarReader archive) throws IOException {
        for (TarEntry entry = archive.next(); entry != null; entry = archive.next()) {
            count(entry);
            try {
                apply(entry, archive);
            } catch (KernelException e) {
                throw translated(entry, e);
            }
        }
        directoryTimes.forEach(this::setDirectoryTimes);
    }

    Usage usage() {
        return new Usage(bytes, entries);
    }

    List<String> impliedDirectories() {
        return parents.implied();
    }

    @Override
    public void close() {
        parents.close();
    }

    private void count(TarEntry entry) {
        entries++;
        bytes += entry.kind() == TarEntry.Kind.FILE ? entry.size() : 0;
        if (entries > limits.entries()) {
            throw new InvalidArgument("failed to register layer: it has more than " + limits.entries() + " entries");
        }
        if (bytes > limits.bytes() || bytes < 0) {
            throw new InvalidArgument("failed to register layer: it unpacks to more than " + limits.bytes() + " bytes");
        }
    }

    private void apply(TarEntry entry, TarReader archive) throws IOException {
        String path = EntryPaths.clean(entry.name());
        if (path.isEmpty()) {
            applyToRoot(entry);
            return;
        }
        String name = EntryPaths.name(path);
        if (Whiteouts.isOpaqueMarker(name)) {
            parents.open(EntryPaths.parent(path)).setXattr(Whiteouts.OPAQUE, Whiteouts.opaqueValue());
        } else if (Whiteouts.isWhiteout(name)) {
            Whiteouts.hidden(name).ifPresent(hidden -> hide(path, hidden));
        } else {
            create(entry, path, name, archive);
        }
    }

    private void applyToRoot(TarEntry entry) {
        if (entry.kind() != TarEntry.Kind.DIRECTORY) {
            throw new InvalidArgument("failed to register layer: \"" + entry.name() + "\" is not a file name");
        }
        writer.describe(entry, root);
        parents.named("");
        directoryTimes.put("", entry.modified());
    }

    /** Hides what the layers below have of that name; what this layer has of it stays. */
    private void hide(String path, String hidden) {
        Directory parent = parents.open(EntryPaths.parent(path));
        Optional<FileStat> existing = parent.find(hidden);
        if (existing.isEmpty()) {
            parent.createWhiteout(hidden);
        } else if (existing.get().isDirectory()) {
            parent.setXattr(hidden, Whiteouts.OPAQUE, Whiteouts.opaqueValue());
        }
    }

    private void create(TarEntry entry, String path, String name, TarReader archive) throws IOException {
        Directory parent = parents.open(EntryPaths.parent(path));
        switch (entry.kind()) {
            case DIRECTORY -> createDirectory(entry, parent, path, name);
            case HARD_LINK -> createHardLink(entry, parent, name);
            case SYMLINK -> {
                EntryPaths.requireInside(path, entry.link());
                writer.create(entry, parent, name, archive);
            }
            case FILE, CHARACTER_DEVICE, BLOCK_DEVICE, FIFO -> writer.create(entry, parent, name, archive);
        }
    }

    private void createHardLink(TarEntry entry, Directory parent, String name) {
        String target = EntryPaths.clean(entry.link());
        if (target.isEmpty()) {
            throw new InvalidArgument(
                    "failed to register layer: invalid hardlink \"" + name + "\" -> \"" + entry.link() + "\"");
        }
        // Not kept among the parents: opening those creates what is missing.
        try (Directory from = root.descend("/" + EntryPaths.parent(target))) {
            writer.createHardLink(parent, name, from, EntryPaths.name(target));
        }
    }

    private void createDirectory(TarEntry entry, Directory parent, String path, String name) {
        Optional<FileStat> existing = parent.find(name);
        if (existing.isEmpty()) {
            parent.createDirectory(name, 0700);
        } else if (!existing.get().isDirectory()) {
            writer.remove(parent, name);
            parent.createDirectory(name, 0700);
            if (existing.get().isWhiteout()) {
                parent.setXattr(name, Whiteouts.OPAQUE, Whiteouts.opaqueValue());
            }
        }
        try (Directory directory = parent.openDirectory(name)) {
            writer.describe(entry, directory);
        }
        parents.named(path);
        directoryTimes.put(path, entry.modified());
    }

    private void setDirectoryTimes(String path, Instant modified) {
        if (path.isEmpty()) {
            root.setTimes(modified, modified);
            return;
        }
        try {
            Directory parent = parents.open(EntryPaths.parent(path));
            if (parent.find(EntryPaths.name(path)).filter(FileStat::isDirectory).isPresent()) {
                parent.setTimes(EntryPaths.name(path), modified, modified);
            }
        } catch (KernelException e) {
            throw new Internal("failed to register layer: " + e.getMessage(), e);
        }
    }

    /** What the layer is to blame for is its sender's error; the rest is this machine's. */
    private static RuntimeException translated(TarEntry entry, KernelException e) {
        String message = "failed to register layer: \"" + entry.name() + "\": " + e.getMessage();
        boolean layersFault = e.is(Errno.ENOTDIR)
                || e.is(Errno.EISDIR)
                || e.is(Errno.ELOOP)
                || e.is(Errno.ENOENT)
                || e.is(Errno.ENAMETOOLONG)
                || e.is(Errno.EEXIST)
                || e.is(Errno.EXDEV)
                || e.is(Errno.EINVAL)
                || (e.is(Errno.EPERM) && entry.kind() == TarEntry.Kind.HARD_LINK);
        return layersFault ? new InvalidArgument(message, e) : new Internal(message, e);
    }
}
