package io.djong.kernel.mount;

/** Which mounts and unmounts a mount shares with its peers (mount_namespaces(7)). */
public enum Propagation {
    UNBINDABLE(1 << 17),
    PRIVATE(1 << 18),
    SLAVE(1 << 19),
    SHARED(1 << 20);

    private final int flag;

    Propagation(int flag) {
        this.flag = flag;
    }

    /** MS_…, for mount(2). */
    int flag() {
        return flag;
    }
}
