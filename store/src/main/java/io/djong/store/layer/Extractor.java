package io.djong.store.layer;

import io.djong.kernel.Errno;
import io.djong.kernel.KernelException;
import io.djong.kernel.file.Directory;
import io.djong.kernel.file.FileStat;
import io.djong.kernel.file.FileType;
import io.djong.kernel.file.OpenFile;
import io.djong.kernel.file.Owner;
import io.djong.model.error.Internal;
import io.djong.model.error.InvalidArgument;
import io.djong.store.layer.TarEntry.Extent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
    private static final Logger LOG = LoggerFactory.getLogger(Extractor.class);

    private static final int BUFFER = 64 * 1024;

    private final Directory root;
    private final LayerLimits limits;
    private final Parents parents;
    private final byte[] buffer = new byte[BUFFER];
    private final Map<String, Instant> directoryTimes = new LinkedHashMap<>();
    private long bytes;
    private long entries;

    Extractor(Directory root, LayerLimits limits) {
        this.root = root;
        this.limits = limits;
        this.parents = new Parents(root);
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
        root.setOwner(owner(entry));
        setXattrs(entry, root);
        root.setPermissions(entry.permissions());
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
            case FILE -> createFile(entry, parent, name, archive);
            case DIRECTORY -> createDirectory(entry, parent, path, name);
            case SYMLINK -> {
                EntryPaths.requireInside(path, entry.link());
                replacing(parent, name, () -> parent.createSymlink(name, entry.link()));
                setMetadata(entry, parent, name);
            }
            case HARD_LINK -> createHardLink(entry, parent, name);
            case CHARACTER_DEVICE -> createNode(entry, parent, name, FileType.CHARACTER_DEVICE);
            case BLOCK_DEVICE -> createNode(entry, parent, name, FileType.BLOCK_DEVICE);
            case FIFO -> createNode(entry, parent, name, FileType.FIFO);
        }
    }

    private void createNode(TarEntry entry, Directory parent, String name, FileType type) {
        replacing(parent, name, () -> parent.createNode(name, type, 0600, entry.device()));
        setMetadata(entry, parent, name);
    }

    private void createHardLink(TarEntry entry, Directory parent, String name) {
        String target = EntryPaths.clean(entry.link());
        if (target.isEmpty()) {
            throw new InvalidArgument(
                    "failed to register layer: invalid hardlink \"" + name + "\" -> \"" + entry.link() + "\"");
        }
        // Not kept among the parents: opening those creates what is missing.
        try (Directory from = root.descend("/" + EntryPaths.parent(target))) {
            String fromName = EntryPaths.name(target);
            FileStat linked = from.stat(fromName);
            boolean itself = parent.find(name)
                    .filter(there -> there.inode() == linked.inode())
                    .isPresent();
            if (!itself) {
                replacing(parent, name, () -> parent.createHardLink(name, from, fromName));
            }
        }
    }

    private void createDirectory(TarEntry entry, Directory parent, String path, String name) {
        Optional<FileStat> existing = parent.find(name);
        if (existing.isEmpty()) {
            parent.createDirectory(name, 0700);
        } else if (!existing.get().isDirectory()) {
            remove(parent, name);
            parent.createDirectory(name, 0700);
            if (existing.get().isWhiteout()) {
                parent.setXattr(name, Whiteouts.OPAQUE, Whiteouts.opaqueValue());
            }
        }
        try (Directory directory = parent.openDirectory(name)) {
            directory.setOwner(owner(entry));
            setXattrs(entry, directory);
            directory.setPermissions(entry.permissions());
        }
        parents.named(path);
        directoryTimes.put(path, entry.modified());
    }

    private void createFile(TarEntry entry, Directory parent, String name, TarReader archive) throws IOException {
        try (OpenFile file = openNew(parent, name)) {
            writeContent(entry, file, archive);
            file.setOwner(owner(entry));
            setXattrs(entry, file);
            file.setPermissions(entry.permissions());
            file.setTimes(entry.modified(), entry.modified());
        }
    }

    private OpenFile openNew(Directory parent, String name) {
        try {
            return parent.createFile(name, 0600);
        } catch (KernelException e) {
            if (!e.is(Errno.EEXIST)) {
                throw e;
            }
        }
        remove(parent, name);
        return parent.createFile(name, 0600);
    }

    private void writeContent(TarEntry entry, OpenFile file, TarReader archive) throws IOException {
        long end = 0;
        if (entry.sparse().isEmpty()) {
            for (int got = archive.read(buffer, 0, BUFFER); got > 0; got = archive.read(buffer, 0, BUFFER)) {
                file.write(ByteBuffer.wrap(buffer, 0, got));
                end += got;
            }
        }
        for (Extent extent : entry.sparse()) {
            writeExtent(extent, file, archive);
            end = extent.length() == 0 ? end : extent.offset() + extent.length();
        }
        if (end < entry.size()) {
            file.truncate(entry.size());
        }
    }

    private void writeExtent(Extent extent, OpenFile file, TarReader archive) throws IOException {
        long position = extent.offset();
        long end = position + extent.length();
        while (position < end) {
            int got = archive.read(buffer, 0, (int) Math.min(BUFFER, end - position));
            file.write(ByteBuffer.wrap(buffer, 0, got), position);
            position += got;
        }
    }

    private void replacing(Directory parent, String name, Runnable creation) {
        try {
            creation.run();
        } catch (KernelException e) {
            if (!e.is(Errno.EEXIST)) {
                throw e;
            }
            remove(parent, name);
            creation.run();
        }
    }

    /** Removes what has the name, and forgets where paths led that may have gone through it. */
    private void remove(Directory parent, String name) {
        parent.removeTree(name);
        parents.invalidate();
    }

    private void setMetadata(TarEntry entry, Directory parent, String name) {
        parent.setOwner(name, owner(entry));
        entry.xattrs()
                .forEach((attribute, value) -> setXattr(attribute, () -> parent.setXattr(name, attribute, value)));
        if (entry.kind() != TarEntry.Kind.SYMLINK) {
            parent.setPermissions(name, entry.permissions());
        }
        parent.setTimes(name, entry.modified(), entry.modified());
    }

    private static void setXattrs(TarEntry entry, io.djong.kernel.file.FileHandle file) {
        entry.xattrs().forEach((attribute, value) -> setXattr(attribute, () -> file.setXattr(attribute, value)));
    }

    /** Overlayfs's own attributes are never a layer's to set; what the file system cannot hold is let go. */
    private static void setXattr(String attribute, Runnable call) {
        if (attribute.startsWith("trusted.overlay.") || attribute.startsWith("user.overlay.")) {
            LOG.debug("attribute {} of a layer is ignored", attribute);
            return;
        }
        try {
            call.run();
        } catch (KernelException e) {
            boolean unsupported = e.is(Errno.EOPNOTSUPP) || (e.is(Errno.EPERM) && attribute.startsWith("user."));
            if (!unsupported) {
                throw e;
            }
            LOG.debug("attribute {} cannot be stored here", attribute);
        }
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

    private static Owner owner(TarEntry entry) {
        try {
            return new Owner(entry.uid(), entry.gid());
        } catch (IllegalArgumentException e) {
            throw new InvalidArgument(
                    "failed to register layer: \"" + entry.name() + "\" belongs to " + entry.uid() + ":" + entry.gid(),
                    e);
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
