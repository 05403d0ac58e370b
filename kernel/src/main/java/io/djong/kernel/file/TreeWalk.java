package io.djong.kernel.file;

import static io.djong.kernel.file.OpenFlags.AT_REMOVEDIR;

import io.djong.kernel.Errno;
import io.djong.kernel.Fd;
import io.djong.kernel.KernelException;
import io.djong.kernel.ffi.Syscall;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Work on whole trees, by names in open directories. */
final class TreeWalk {
    private static final int SEARCH = OpenFlags.RDONLY | OpenFlags.DIRECTORY;

    private TreeWalk() {}

    static Directory createDirectories(Directory root, String path, int permissions, Owner owner) {
        long found = Opening.tryInRoot(root, path, SEARCH);
        if (found >= 0) {
            return Directory.own(Fd.own((int) found), root + "/" + path);
        }
        if (!Syscall.failed(found, Errno.ENOENT)) {
            throw root.failure(found, "open", path);
        }
        String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        int slash = trimmed.lastIndexOf('/');
        String name = trimmed.substring(slash + 1);
        String above = slash < 0 ? "" : trimmed.substring(0, slash);
        try (Directory parent = createDirectories(root, above, permissions, owner)) {
            if (!name.isEmpty() && !name.equals(".") && !name.equals("..")) {
                createMissing(parent, name, permissions, owner);
            }
        }
        return root.descend(path);
    }

    private static void createMissing(Directory parent, String name, int permissions, Owner owner) {
        try {
            parent.createDirectory(name, permissions);
            if (!owner.equals(Owner.ROOT)) {
                parent.setOwner(name, owner);
            }
        } catch (KernelException e) {
            // Another made it meanwhile, or it is a dangling link, of which the caller's descend then complains.
            if (!e.is(Errno.EEXIST)) {
                throw e;
            }
        }
    }

    static boolean remove(Directory top, String name) {
        long result = top.tryRemove(name, 0);
        if (result == 0) {
            return true;
        }
        if (Syscall.failed(result, Errno.ENOENT)) {
            return false;
        }
        if (!Syscall.failed(result, Errno.EISDIR)) {
            throw top.failure(result, "unlink", name);
        }
        new Removal(top, name).run();
        return true;
    }

    /**
     * A removal in progress. A tree deeper than {@link #DEPTH} would take a descriptor and a stack frame for each
     * level; what lies deeper is moved up beside the tree's top, and removed from there in turn.
     */
    private static final class Removal {
        private static final int DEPTH = 64;
        private static final int REPORTED = 8;

        private final Directory top;
        private final String name;
        private final Deque<String> left = new ArrayDeque<>();
        private final List<KernelException> failures = new ArrayList<>();
        private int moved;

        Removal(Directory top, String name) {
            this.top = top;
            this.name = name;
        }

        void run() {
            left.add(name);
            while (!left.isEmpty()) {
                removeDirectory(top, left.remove(), 0);
            }
            if (!failures.isEmpty()) {
                KernelException first = failures.getFirst();
                failures.stream().skip(1).limit(REPORTED).forEach(first::addSuppressed);
                throw first;
            }
        }

        private void removeDirectory(Directory parent, String child, int depth) {
            if (depth == DEPTH) {
                moveUp(parent, child);
                return;
            }
            try (Directory directory = parent.openDirectory(child)) {
                for (DirectoryEntry entry : directory.entries()) {
                    removeEntry(directory, entry, depth);
                }
            } catch (KernelException e) {
                if (!e.is(Errno.ENOENT)) {
                    failures.add(e);
                }
                return;
            }
            note(parent.tryRemove(child, AT_REMOVEDIR), parent, child);
        }

        private void removeEntry(Directory directory, DirectoryEntry entry, int depth) {
            if (entry.type() == FileType.DIRECTORY) {
                removeDirectory(directory, entry.name(), depth + 1);
                return;
            }
            long result = directory.tryRemove(entry.name(), 0);
            if (Syscall.failed(result, Errno.EISDIR)) {
                removeDirectory(directory, entry.name(), depth + 1);
            } else {
                note(result, directory, entry.name());
            }
        }

        private void moveUp(Directory parent, String child) {
            String upper = ".removing-" + moved++ + "-" + name.hashCode();
            try {
                parent.renameToNew(child, top, upper);
                left.add(upper);
            } catch (KernelException e) {
                failures.add(e);
            }
        }

        /** ENOENT: somebody else removed it, which is what was wanted. */
        private void note(long result, Directory directory, String child) {
            if (result < 0 && !Syscall.failed(result, Errno.ENOENT)) {
                failures.add(directory.failure(result, "remove", child));
            }
        }
    }
}
