package io.djong.kernel.file;

/** What kind of file an inode is (inode(7)). */
public enum FileType {
    REGULAR(0100000, 8),
    DIRECTORY(0040000, 4),
    SYMLINK(0120000, 10),
    CHARACTER_DEVICE(0020000, 2),
    BLOCK_DEVICE(0060000, 6),
    FIFO(0010000, 1),
    SOCKET(0140000, 12),
    /** A directory listing on a file system that does not say; ask {@link Directory#stat(String)}. */
    UNKNOWN(0, 0);

    private static final int FORMAT = 0170000;

    private final int bits;
    private final int entryType;

    FileType(int bits, int entryType) {
        this.bits = bits;
        this.entryType = entryType;
    }

    /** The S_IFMT bits, as mknod(2) takes them. */
    int bits() {
        return bits;
    }

    static FileType ofMode(int mode) {
        for (FileType type : values()) {
            if (type.bits == (mode & FORMAT)) {
                return type;
            }
        }
        return UNKNOWN;
    }

    /** From d_type (readdir(3)). */
    static FileType ofEntry(int entryType) {
        for (FileType type : values()) {
            if (type.entryType == entryType) {
                return type;
            }
        }
        return UNKNOWN;
    }
}
