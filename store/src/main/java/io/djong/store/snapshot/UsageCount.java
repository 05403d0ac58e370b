package io.djong.store.snapshot;

import io.djong.kernel.Errno;
import io.djong.kernel.KernelException;
import io.djong.kernel.file.Directory;
import io.djong.kernel.file.DirectoryEntry;
import io.djong.kernel.file.FileStat;
import io.djong.kernel.file.FileType;
import io.djong.store.layer.Usage;
import java.util.HashSet;
import java.util.Set;

/** Counts a tree that may be in use: what vanishes meanwhile is not counted. */
final class UsageCount {
    /** Of files with several names. */
    private final Set<Long> seen = new HashSet<>();

    private long bytes;
    private long inodes;

    Usage of(Directory root) {
        count(root);
        return new Usage(bytes, inodes);
    }

    private void count(Directory directory) {
        for (DirectoryEntry entry : directory.entries()) {
            try {
                count(directory, entry.name());
            } catch (KernelException e) {
                if (!e.is(Errno.ENOENT) && !e.is(Errno.ENOTDIR)) {
                    throw e;
                }
            }
        }
    }

    private void count(Directory directory, String name) {
        FileStat stat = directory.stat(name);
        boolean firstTime = stat.isDirectory() || stat.links() == 1 || seen.add(stat.inode());
        if (!firstTime) {
            return;
        }
        inodes++;
        bytes += stat.type() == FileType.REGULAR ? stat.size() : 0;
        if (stat.isDirectory()) {
            try (Directory below = directory.openDirectory(name)) {
                count(below);
            }
        }
    }
}
