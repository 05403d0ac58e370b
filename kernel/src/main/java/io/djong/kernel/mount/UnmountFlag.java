package io.djong.kernel.mount;

/** How to unmount (umount2(2)). */
public enum UnmountFlag {
    /** Aborts requests that are under way; for NFS. */
    FORCE(1),
    /** Takes the mount and those below it away now and frees them when the last user is gone. */
    DETACH(2);

    private final int flag;

    UnmountFlag(int flag) {
        this.flag = flag;
    }

    int flag() {
        return flag;
    }
}
