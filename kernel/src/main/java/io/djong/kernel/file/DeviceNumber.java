package io.djong.kernel.file;

/** A device's major and minor number (makedev(3)). */
public record DeviceNumber(int major, int minor) {
    /** 0/0: no device. A character device of this number is overlayfs's whiteout. */
    public static final DeviceNumber NONE = new DeviceNumber(0, 0);

    private static final int MAJOR_MAX = 0xfff;
    private static final int MINOR_MAX = 0xfffff;

    public DeviceNumber {
        if (major < 0 || major > MAJOR_MAX || minor < 0 || minor > MINOR_MAX) {
            throw new IllegalArgumentException("not a device number: " + major + ":" + minor);
        }
    }

    /** As mknod(2) takes it. */
    int encoded() {
        return (minor & 0xff) | (major << 8) | ((minor & ~0xff) << 12);
    }

    @Override
    public String toString() {
        return major + ":" + minor;
    }
}
