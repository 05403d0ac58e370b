package io.djong.store.layer;

import io.djong.kernel.Errno;
import io.djong.kernel.KernelException;
import io.djong.kernel.file.Directory;
import io.djong.kernel.file.FileHandle;
import io.djong.kernel.file.FileStat;
import io.djong.kernel.file.FileType;
import io.djong.kernel.file.OpenFile;
import io.djong.kernel.file.Owner;
import io.djong.model.error.InvalidArgument;
import io.djong.store.layer.TarEntry.Extent;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes files of an archive's members, by names in open directories, with all metadata; what had the name goes. For the
 * parents, which may have led through that, each replacement is noted.
 */
final class MemberWriter {
    private static final Logger LOG = LoggerFactory.getLogger(MemberWriter.class);

    private static final int BUFFER = 64 * 1024;

    private final Parents parents;
    private final byte[] buffer = new byte[BUFFER];

    MemberWriter(Parents parents) {
        this.parents = parents;
    }

    /** Makes whatever is neither a directory nor a hard link. */
    void create(TarEntry entry, Directory parent, String name, TarReader archive) throws IOException {
        switch (entry.kind()) {
            case FILE -> createFile(entry, parent, name, archive);
            case SYMLINK -> {
                replacing(parent, name, () -> parent.createSymlink(name, entry.link()));
                setMetadata(entry, parent, name);
            }
            case CHARACTER_DEVICE -> createNode(entry, parent, name, FileType.CHARACTER_DEVICE);
            case BLOCK_DEVICE -> createNode(entry, parent, name, FileType.BLOCK_DEVICE);
            case FIFO -> createNode(entry, parent, name, FileType.FIFO);
            case DIRECTORY, HARD_LINK -> throw new IllegalArgumentException(entry.kind() + " is the caller's");
        }
    }

    /** Makes a hard link to a file that is there; to itself it is one already. */
    void createHardLink(Directory parent, String name, Directory from, String fromName) {
        FileStat linked = from.stat(fromName);
        boolean itself = parent.find(name)
                .filter(there ->
                        there.inode() == linked.inode() && there.device().equals(linked.device()))
                .isPresent();
        if (!itself) {
            replacing(parent, name, () -> parent.createHardLink(name, from, fromName));
        }
    }

    /** Gives an open directory its member's owner, attributes and permissions. */
    void describe(TarEntry entry, Directory directory) {
        directory.setOwner(owner(entry));
        setXattrs(entry, directory);
        directory.setPermissions(entry.permissions());
    }

    private void createNode(TarEntry entry, Directory parent, String name, FileType type) {
        replacing(parent, name, () -> parent.createNode(name, type, 0600, entry.device()));
        setMetadata(entry, parent, name);
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
    void remove(Directory parent, String name) {
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

    private static void setXattrs(TarEntry entry, FileHandle file) {
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

    static Owner owner(TarEntry entry) {
        try {
            return new Owner(entry.uid(), entry.gid());
        } catch (IllegalArgumentException e) {
            throw new InvalidArgument("\"" + entry.name() + "\" belongs to " + entry.uid() + ":" + entry.gid(), e);
        }
    }
}
