package io.djong.engine.container;

import io.djong.kernel.file.FileStat;

/** The bits of Go's {@code os.FileMode}, which clients of the API decode. */
final class GoFileMode {
    private static final long DIRECTORY = 1L << 31;
    private static final long SYMLINK = 1L << 27;
    private static final long DEVICE = 1L << 26;
    private static final long NAMED_PIPE = 1L << 25;
    private static final long SOCKET = 1L << 24;
    private static final long SET_UID = 1L << 23;
    private static final long SET_GID = 1L << 22;
    private static final long CHARACTER_DEVICE = 1L << 21;
    private static final long STICKY = 1L << 20;
    private static final long IRREGULAR = 1L << 19;

    private GoFileMode() {}

    static long of(FileStat file) {
        int permissions = file.permissions();
        return (permissions & 0777)
                | ((permissions & 04000) != 0 ? SET_UID : 0)
                | ((permissions & 02000) != 0 ? SET_GID : 0)
                | ((permissions & 01000) != 0 ? STICKY : 0)
                | switch (file.type()) {
                    case REGULAR -> 0;
                    case DIRECTORY -> DIRECTORY;
                    case SYMLINK -> SYMLINK;
                    case BLOCK_DEVICE -> DEVICE;
                    case CHARACTER_DEVICE -> DEVICE | CHARACTER_DEVICE;
                    case FIFO -> NAMED_PIPE;
                    case SOCKET -> SOCKET;
                    case UNKNOWN -> IRREGULAR;
                };
    }
}
