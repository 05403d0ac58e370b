package io.djong.store.layer;

import io.djong.kernel.file.Access;
import io.djong.kernel.file.Directory;
import io.djong.kernel.file.DirectoryEntry;
import io.djong.kernel.file.FileHandle;
import io.djong.kernel.file.FileStat;
import io.djong.kernel.file.FileType;
import io.djong.kernel.file.OpenFile;
import io.djong.model.error.Internal;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Copies a tree as it is, with all that overlayfs has written into it: names, links from one directory to another,
 * devices, holes, every attribute. Other than {@link TreeCopy} it takes nothing for a mark of layers.
 *
 * <p>For trees that nobody changes meanwhile. Sockets, which are nothing without their process, are left out.
 */
public final class ExactCopy {
    private static final int BUFFER = 1 << 17;

    /** Where a file with several names was copied to first. */
    private record First(String directory, String name) {}

    private final Directory root;
    private final Map<String, First> firsts = new HashMap<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

    private ExactCopy(Directory root) {
        this.root = root;
    }

    /** Copies; the target, an empty directory, becomes like the source itself too. */
    public static void copy(Directory source, Directory target) {
        new ExactCopy(target).directory(source, target, "");
    }

    private void directory(Directory source, Directory target, String path) {
        Depth.check(path);
        for (DirectoryEntry entry : source.entries()) {
            String name = entry.name();
            FileStat stat = source.stat(name);
            if (stat.isDirectory()) {
                target.createDirectory(name, 0700);
                try (Directory from = source.openDirectory(name);
                        Directory to = target.openDirectory(name)) {
                    directory(from, to, path + name + "/");
                }
            } else {
                other(source, target, path, name, stat);
            }
        }
        describe(source, target, source.stat());
    }

    private void other(Directory source, Directory target, String path, String name, FileStat stat) {
        String identity = stat.device() + "/" + stat.inode();
        First first = stat.links() > 1 ? firsts.putIfAbsent(identity, new First(path, name)) : null;
        if (first != null) {
            try (Directory from = root.descend(first.directory())) {
                target.createHardLink(name, from, first.name());
            }
            return;
        }
        switch (stat.type()) {
            case REGULAR -> {
                try (OpenFile from = source.openFile(name, Access.READ);
                        OpenFile to = target.createFile(name, 0600)) {
                    content(from, to, stat.size());
                    describe(from, to, stat);
                }
            }
            case SYMLINK -> target.createSymlink(name, source.readLink(name));
            case CHARACTER_DEVICE, BLOCK_DEVICE, FIFO ->
                target.createNode(name, stat.type(), stat.permissions(), stat.special());
            case SOCKET -> {
                firsts.remove(identity);
                return;
            }
            case DIRECTORY, UNKNOWN -> throw new Internal("cannot copy " + path + name + ": it is of an unknown type");
        }
        if (stat.type() != FileType.REGULAR) {
            target.setOwner(name, stat.owner());
            source.xattrNames(name)
                    .forEach(attribute ->
                            source.xattr(name, attribute).ifPresent(value -> target.setXattr(name, attribute, value)));
            if (stat.type() != FileType.SYMLINK) {
                target.setPermissions(name, stat.permissions());
            }
            target.setTimes(name, stat.accessed(), stat.modified());
        }
    }

    /** Copies stretches of data, and leaves holes as they are. */
    private void content(OpenFile from, OpenFile to, long size) {
        to.truncate(size);
        OptionalLong data = size == 0 ? OptionalLong.empty() : from.nextData(0);
        while (data.isPresent()) {
            long at = data.getAsLong();
            long end = from.nextHole(at).orElse(size);
            while (at < end) {
                buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
                if (from.read(buffer, at) <= 0) {
                    throw new Internal("a file that is copied has become shorter");
                }
                buffer.flip();
                at = write(to, at);
            }
            data = end >= size ? OptionalLong.empty() : from.nextData(end);
        }
    }

    private long write(OpenFile to, long position) {
        int length = buffer.remaining();
        to.write(buffer, position);
        return position + length;
    }

    private static void describe(FileHandle from, FileHandle to, FileStat stat) {
        to.setOwner(stat.owner());
        from.xattrNames().forEach(attribute -> from.xattr(attribute).ifPresent(value -> to.setXattr(attribute, value)));
        to.setPermissions(stat.permissions());
        to.setTimes(stat.accessed(), stat.modified());
    }
}
