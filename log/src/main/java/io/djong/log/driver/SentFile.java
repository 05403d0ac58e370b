package io.djong.log.driver;

import io.djong.kernel.Errno;
import io.djong.kernel.KernelException;
import io.djong.kernel.file.Access;
import io.djong.kernel.file.OpenFile;
import io.djong.log.LogPosition;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * How far a log was sent, on disk, in one write that a kill of this process leaves whole. Open only while it is written
 * or read. Used by one thread.
 */
final class SentFile {
    private static final int SIZE = 2 * Long.BYTES;
    private static final int PERMISSIONS = 0600;

    private final Path path;
    private LogPosition last = LogPosition.START;

    SentFile(Path path) {
        this.path = path;
    }

    LogPosition read() {
        ByteBuffer buffer = ByteBuffer.allocate(SIZE);
        try (OpenFile file = OpenFile.open(path, Access.READ)) {
            file.read(buffer, 0);
        } catch (KernelException e) {
            if (!e.is(Errno.ENOENT)) {
                throw e;
            }
        }
        last = buffer.hasRemaining()
                ? LogPosition.START
                : new LogPosition(Math.max(0, buffer.getLong(0)), Math.max(0, buffer.getLong(Long.BYTES)));
        return last;
    }

    void write(LogPosition position) {
        if (position.equals(last)) {
            return;
        }
        ByteBuffer buffer =
                ByteBuffer.allocate(SIZE).putLong(position.generation()).putLong(position.offset());
        try (OpenFile file = OpenFile.openOrCreate(path, Access.WRITE, PERMISSIONS)) {
            file.write(buffer.flip(), 0);
        }
        last = position;
    }
}
