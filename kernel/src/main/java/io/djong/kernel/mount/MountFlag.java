package io.djong.kernel.mount;

/** Restrictions and habits of a mount (mount(2), mount_setattr(2)). */
public enum MountFlag {
    READ_ONLY(1, 0x01),
    NO_SUID(2, 0x02),
    NO_DEVICES(4, 0x04),
    NO_EXEC(8, 0x08),
    NO_ACCESS_TIME(1 << 10, 0x10),
    NO_DIRECTORY_ACCESS_TIME(1 << 11, 0x80);

    private final int classic;
    private final int attribute;

    MountFlag(int classic, int attribute) {
        this.classic = classic;
        this.attribute = attribute;
    }

    /** MS_…, for mount(2). */
    int classic() {
        return classic;
    }

    /** MOUNT_ATTR_…, for mount_setattr(2). */
    int attribute() {
        return attribute;
    }
}
