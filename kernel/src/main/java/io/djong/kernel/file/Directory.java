package io.djong.kernel.file;

import static io.djong.kernel.file.OpenFlags.AT_REMOVEDIR;
import static io.djong.kernel.file.OpenFlags.AT_SYMLINK_NOFOLLOW;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.djong.kernel.Errno;
import io.djong.kernel.Fd;
import io.djong.kernel.KernelException;
import io.djong.kernel.ffi.ByteText;
import io.djong.kernel.ffi.Scratch;
import io.djong.kernel.ffi.Syscall;
import io.djong.kernel.ffi.Sysno;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An open directory. Two kinds of argument, kept apart:
 *
 * <ul>
 *   <li>a <em>name</em> is one component. It is never followed where it is a symbolic link, and a slash or {@code ..}
 *       in it is refused, so calls by name cannot leave the directory, whatever is in it;
 *   <li>a <em>path</em> is resolved with the directory as root (openat2(2), RESOLVE_IN_ROOT and
 *       RESOLVE_NO_MAGICLINKS): symbolic links, absolute ones too, and {@code ..} stay inside.
 * </ul>
 *
 * To act on a hostile path, {@link #locate} its parent, then act there by name. Names carry bytes without loss, see
 * {@link FileNames}. Permissions given to calls that create are subject to the process's umask;
 * {@link #setPermissions} sets them exactly. Where a call is said to answer with a value for a missing file, all other
 * failures are still {@link KernelException}s.
 */
public final class Directory extends FileHandle {
    private static final int OPEN = OpenFlags.RDONLY | OpenFlags.DIRECTORY;
    private static final int RENAME_NOREPLACE = 1;
    private static final int RENAME_EXCHANGE = 2;

    private Directory(Fd fd, String label) {
        super(fd, label);
    }

    /** Opens a directory by a path of our own, as this process sees it: links are followed. */
    public static Directory open(Path path) {
        return new Directory(Opening.path(path.toString(), OPEN, 0), path.toString());
    }

    /** Opens a directory by its path inside this one as root; the empty path, {@code .} and {@code /} are this one. */
    public Directory descend(String path) {
        return new Directory(Opening.inRoot(this, path, OPEN), this + "/" + path);
    }

    /** Opens the directory of that name. */
    public Directory openDirectory(String name) {
        return new Directory(Opening.name(this, name, OPEN, 0), this + "/" + name);
    }

    /** Creates what is missing of a path inside this directory as root, like {@code mkdir -p}, and opens the last. */
    public Directory createDirectories(String path, int permissions) {
        return createDirectories(path, permissions, Owner.ROOT);
    }

    /** As {@link #createDirectories(String, int)}, for an owner of what is created. */
    public Directory createDirectories(String path, int permissions, Owner owner) {
        return TreeWalk.createDirectories(this, path, permissions, owner);
    }

    /**
     * Finds where a path inside this directory as root leads, without following a link in its last component. That last
     * component need not exist. A path that ends in {@code ..}, {@code .} or a slash is the directory there, name
     * {@code "."}.
     */
    public Location locate(String path) {
        int slash = path.lastIndexOf('/');
        String name = path.substring(slash + 1);
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            return new Location(descend(path), ".");
        }
        return new Location(descend(slash < 0 ? "." : path.substring(0, slash + 1)), name);
    }

    /** Opens the file of that name; not a symbolic link (ELOOP). A fifo does not block (O_NONBLOCK). */
    public OpenFile openFile(String name, Access access) {
        return new OpenFile(Opening.name(this, name, access.flags() | OpenFlags.NONBLOCK, 0), this + "/" + name);
    }

    /** Opens a file by its path inside this directory as root, links followed. A fifo does not block. */
    public OpenFile resolveFile(String path, Access access) {
        return new OpenFile(Opening.inRoot(this, path, access.flags() | OpenFlags.NONBLOCK), this + "/" + path);
    }

    /** Creates a file that must not exist (EEXIST) and opens it for reading and writing. */
    public OpenFile createFile(String name, int permissions) {
        int flags = OpenFlags.RDWR | OpenFlags.CREAT | OpenFlags.EXCL;
        return new OpenFile(Opening.name(this, name, flags, permissions), this + "/" + name);
    }

    /** Opens the file of that name, creating it if it is missing. */
    public OpenFile openOrCreateFile(String name, Access access, int permissions) {
        int flags = access.flags() | OpenFlags.CREAT | OpenFlags.NONBLOCK;
        return new OpenFile(Opening.name(this, name, flags, permissions), this + "/" + name);
    }

    /** What the name is, links not followed; empty if there is no such name. */
    public Optional<FileStat> find(String name) {
        try (Scratch scratch = Scratch.take()) {
            long struct = scratch.struct().address();
            long result = Syscall.raw(
                    Sysno.STATX, number(), scratch.path(name(name)), AT_SYMLINK_NOFOLLOW, FileStat.MASK, struct);
            if (Syscall.failed(result, Errno.ENOENT)) {
                return Optional.empty();
            }
            require(result, "stat", name);
            return Optional.of(FileStat.read(scratch.struct()));
        }
    }

    /** What the name is, links not followed. */
    public FileStat stat(String name) {
        return find(name).orElseThrow(() -> failure(-Errno.ENOENT.code(), "stat", name));
    }

    /** Whether the name exists, a dangling link included. */
    public boolean exists(String name) {
        return find(name).isPresent();
    }

    /** Everything in the directory but {@code .} and {@code ..}, in no order (getdents64(2)). */
    public List<DirectoryEntry> entries() {
        return DirectoryReader.read(this);
    }

    /** The text of a symbolic link (readlinkat(2)). */
    public String readLink(String name) {
        try (Scratch scratch = Scratch.takeWithData()) {
            long result = Syscall.raw(
                    Sysno.READLINKAT,
                    number(),
                    scratch.path(name(name)),
                    scratch.data().address(),
                    Scratch.PATH_MAX);
            require(result, "readlink", name);
            return ByteText.decode(scratch.data().asSlice(0, result).toArray(JAVA_BYTE));
        }
    }

    public void createDirectory(String name, int permissions) {
        try (Scratch scratch = Scratch.take()) {
            require(Syscall.raw(Sysno.MKDIRAT, number(), scratch.path(name(name)), permissions), "mkdir", name);
        }
    }

    /** Creates a symbolic link; its target may be any text. */
    public void createSymlink(String name, String target) {
        try (Scratch scratch = Scratch.take()) {
            long text = scratch.secondPath(target);
            require(Syscall.raw(Sysno.SYMLINKAT, text, number(), scratch.path(name(name))), "symlink", name);
        }
    }

    /** Makes {@code name} here a hard link to {@code fromName} there, to a symbolic link itself if it is one. */
    public void createHardLink(String name, Directory from, String fromName) {
        try (Scratch scratch = Scratch.take()) {
            long source = scratch.secondPath(name(fromName));
            long result = Syscall.raw(Sysno.LINKAT, from.number(), source, number(), scratch.path(name(name)), 0);
            require(result, "link", name);
        }
    }

    /**
     * mknod(2).
     *
     * @param type a device, {@link FileType#FIFO} or {@link FileType#SOCKET}
     * @param device ignored but for device files
     */
    public void createNode(String name, FileType type, int permissions, DeviceNumber device) {
        try (Scratch scratch = Scratch.take()) {
            int mode = type.bits() | (permissions & 07777);
            long path = scratch.path(name(name));
            require(Syscall.raw(Sysno.MKNODAT, number(), path, mode, device.encoded()), "mknod", name);
        }
    }

    /** Creates overlayfs's mark for "removed": a character device 0/0 without permissions. */
    public void createWhiteout(String name) {
        createNode(name, FileType.CHARACTER_DEVICE, 0, DeviceNumber.NONE);
    }

    /** fchownat(2), of a link itself. The kernel clears set-id bits: set permissions afterwards. */
    public void setOwner(String name, Owner owner) {
        try (Scratch scratch = Scratch.take()) {
            long path = scratch.path(name(name));
            long result = Syscall.raw(Sysno.FCHOWNAT, number(), path, owner.uid(), owner.gid(), AT_SYMLINK_NOFOLLOW);
            require(result, "chown", name);
        }
    }

    /** Sets the lower 12 bits of the mode; a symbolic link has none (EOPNOTSUPP) and is not followed. */
    public void setPermissions(String name, int permissions) {
        try (Scratch scratch = Scratch.take()) {
            long path = scratch.path(name(name));
            long result = Syscall.raw(Sysno.FCHMODAT2, number(), path, permissions & 07777, AT_SYMLINK_NOFOLLOW);
            if (!Syscall.failed(result, Errno.ENOSYS)) {
                require(result, "chmod", name);
                return;
            }
        }
        setPermissionsBefore66(name, permissions);
    }

    /** utimensat(2), to the nanosecond, of a link itself. */
    public void setTimes(String name, Instant accessed, Instant modified) {
        try (Scratch scratch = Scratch.take()) {
            long times = times(scratch.struct(), accessed, modified);
            long path = scratch.path(name(name));
            require(Syscall.raw(Sysno.UTIMENSAT, number(), path, times, AT_SYMLINK_NOFOLLOW), "utimes", name);
        }
    }

    /** The value of an extended attribute, of a link itself; empty if there is none. */
    public Optional<byte[]> xattr(String name, String attribute) {
        return Xattrs.get(new Xattrs.Target(this, name(name)), attribute);
    }

    /** The names of all extended attributes, of a link itself. */
    public List<String> xattrNames(String name) {
        return Xattrs.list(new Xattrs.Target(this, name(name)));
    }

    /** Creates or replaces an extended attribute, of a link itself. */
    public void setXattr(String name, String attribute, byte[] value) {
        Xattrs.set(new Xattrs.Target(this, name(name)), attribute, value);
    }

    /**
     * Removes an extended attribute, of a link itself.
     *
     * @return false if there was none
     */
    public boolean removeXattr(String name, String attribute) {
        return Xattrs.remove(new Xattrs.Target(this, name(name)), attribute);
    }

    /** Renames, replacing what had the new name (rename(2)). */
    public void rename(String name, Directory to, String newName) {
        rename(name, to, newName, 0);
    }

    /** Renames; the new name must be free (EEXIST). */
    public void renameToNew(String name, Directory to, String newName) {
        rename(name, to, newName, RENAME_NOREPLACE);
    }

    /** Swaps two names in one step. */
    public void exchange(String name, Directory with, String otherName) {
        rename(name, with, otherName, RENAME_EXCHANGE);
    }

    /**
     * Removes a name that is not a directory.
     *
     * @return false if there was none
     */
    public boolean unlink(String name) {
        return remove(name, 0, "unlink");
    }

    /**
     * Removes an empty directory.
     *
     * @return false if there was none
     */
    public boolean removeDirectory(String name) {
        return remove(name, AT_REMOVEDIR, "rmdir");
    }

    /**
     * Removes the name and everything below it; links are removed, not followed, however deep the tree. Goes on after
     * failures (a mount point inside is EBUSY) and then throws the first, the others suppressed in it.
     *
     * @return false if there was no such name
     */
    public boolean removeTree(String name) {
        return TreeWalk.remove(this, name);
    }

    /** A file that exists by its name only: checks the name. */
    static String name(String name) {
        if (name.isEmpty() || name.equals("..") || name.indexOf('/') >= 0) {
            throw new IllegalArgumentException("not a file name: \"" + name + "\"");
        }
        return name;
    }

    static Directory own(Fd fd, String label) {
        return new Directory(fd, label);
    }

    /** The result of unlinkat(2), minus errno on failure. */
    long tryRemove(String name, int flags) {
        try (Scratch scratch = Scratch.take()) {
            return Syscall.raw(Sysno.UNLINKAT, number(), scratch.path(name(name)), flags);
        }
    }

    KernelException failure(long result, String operation, String name) {
        return new KernelException(Errno.of((int) -result), operation, this + "/" + name);
    }

    private void require(long result, String operation, String name) {
        if (result < 0) {
            throw failure(result, operation, name);
        }
    }

    private boolean remove(String name, int flags, String operation) {
        long result = tryRemove(name, flags);
        if (Syscall.failed(result, Errno.ENOENT)) {
            return false;
        }
        require(result, operation, name);
        return true;
    }

    private void rename(String name, Directory to, String newName, int flags) {
        try (Scratch scratch = Scratch.take()) {
            long from = scratch.path(name(name));
            long target = scratch.secondPath(name(newName));
            require(Syscall.raw(Sysno.RENAMEAT2, number(), from, to.number(), target, flags), "rename", name);
        }
    }

    /** Before Linux 6.6 no call sets the mode without following, but the path of a descriptor leads nowhere else. */
    private void setPermissionsBefore66(String name, int permissions) {
        try (Fd fd = Opening.name(this, name, OpenFlags.PATH, 0);
                Scratch scratch = Scratch.take()) {
            if (stat(name).type() == FileType.SYMLINK) {
                throw failure(-Errno.EOPNOTSUPP.code(), "chmod", name);
            }
            long path = scratch.path("/proc/self/fd/" + fd.number());
            require(Syscall.raw(Sysno.FCHMODAT, OpenFlags.AT_FDCWD, path, permissions & 07777), "chmod", name);
        }
    }
}
