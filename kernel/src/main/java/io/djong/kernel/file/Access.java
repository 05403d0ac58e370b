package io.djong.kernel.file;

/** What a file is opened for (open(2)). */
public enum Access {
    READ(OpenFlags.RDONLY),
    WRITE(OpenFlags.WRONLY),
    READ_WRITE(OpenFlags.RDWR),
    /** Each write goes to the file's end, whoever else writes. */
    APPEND(OpenFlags.WRONLY | OpenFlags.APPEND);

    private final int flags;

    Access(int flags) {
        this.flags = flags;
    }

    int flags() {
        return flags;
    }
}
