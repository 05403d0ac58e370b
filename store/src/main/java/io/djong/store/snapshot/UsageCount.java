package io.djong.store.snapshot;

import io.djong.kernel.Errno;
import io.djong.kernel.KernelException;
import io.djong.kernel.file.Directory;
import io.djong.kernel.file.DirectoryEntry;
import io.djong.kernel.file.FileStat;
import io.djong.kernel.file.FileType;
import io.djong.store.layer.Usage;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * Counts a tree that may be in use: what vanishes meanwhile is not counted. Each directory is opened by its path from
 * the root, so that a tree takes few descriptors however deep it is; below paths of 4096 bytes nothing is counted.
 */
public final class UsageCount {
    private final Directory root;
    private final Deque<String> pending = new ArrayDeque<>();

    /** Of files with several names. */
    private final Set<Long> seen = new HashSet<>();

    private long bytes;
    private long inodes;

    private UsageCount(Directory root) {
        this.root = root;
    }

    /** What is below a directory. @throws KernelException if it cannot be read */
    public static Usage of(Path directory) {
        try (Directory root = Directory.open(directory)) {
            UsageCount count = new UsageCount(root);
            count.entries("", root);
            while (!count.pending.isEmpty()) {
                count.directory(count.pending.pop());
            }
            return new Usage(count.bytes, count.inodes);
        }
    }

    private void directory(String path) {
        try (Directory directory = root.descend(path)) {
            entries(path + "/", directory);
        } catch (KernelException e) {
            if (!isGone(e) && !e.is(Errno.ENAMETOOLONG) && !e.is(Errno.ELOOP)) {
                throw e;
            }
        }
    }

    private void entries(String prefix, Directory directory) {
        for (DirectoryEntry entry : directory.entries()) {
            try {
                entry(prefix, directory, entry.name());
            } catch (KernelException e) {
                if (!isGone(e)) {
                    throw e;
                }
            }
        }
    }

    private static boolean isGone(KernelException e) {
        return e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR);
    }

    private void entry(String prefix, Directory directory, String name) {
        FileStat stat = directory.stat(name);
        boolean firstTime = stat.isDirectory() || stat.links() == 1 || seen.add(stat.inode());
        if (!firstTime) {
            return;
        }
        inodes++;
        bytes += stat.type() == FileType.REGULAR ? stat.size() : 0;
        if (stat.isDirectory()) {
            pending.push(prefix + name);
        }
    }
}
