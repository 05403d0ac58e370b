package io.djong.kernel.file;

/** A user and a group by number, each unsigned 32 bits and not the highest, which means "unchanged" to chown(2). */
public record Owner(long uid, long gid) {
    public static final Owner ROOT = new Owner(0, 0);

    private static final long MAX = 0xffff_fffeL;

    public Owner {
        if (uid < 0 || uid > MAX || gid < 0 || gid > MAX) {
            throw new IllegalArgumentException("not an owner: " + uid + ":" + gid);
        }
    }

    @Override
    public String toString() {
        return uid + ":" + gid;
    }
}
