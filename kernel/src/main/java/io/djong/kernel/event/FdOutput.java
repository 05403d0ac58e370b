package io.djong.kernel.event;

import io.djong.kernel.Errno;
import io.djong.kernel.Fd;
import io.djong.kernel.ffi.Syscall;
import io.djong.kernel.ffi.Sysno;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/**
 * Writes a non-blocking descriptor as a stream, unbuffered; the writer parks where there is no room. Not for several
 * writers at once. Closing closes the descriptor.
 */
public final class FdOutput extends OutputStream {
    private static final int BUFFER = 32 * 1024;

    private final Fd fd;
    private final Poller poller;
    private final MemorySegment buffer = Arena.ofAuto().allocate(BUFFER);

    public FdOutput(Fd fd, Poller poller) {
        this.fd = fd;
        this.poller = poller;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, from.length);
        int done = 0;
        while (done < length) {
            int part = Math.min(length - done, BUFFER);
            MemorySegment.copy(from, offset + done, buffer, ValueLayout.JAVA_BYTE, 0, part);
            done += writeSome(part);
        }
    }

    private int writeSome(int length) throws IOException {
        while (true) {
            long count = Syscall.raw(Sysno.WRITE, fd.number(), buffer.address(), length);
            if (count >= 0) {
                return (int) count;
            }
            if (Syscall.failed(count, Errno.EAGAIN)) {
                park();
            } else if (!Syscall.failed(count, Errno.EINTR)) {
                throw new IOException(
                        "write " + fd + ": " + Errno.of((int) -count).text());
            }
        }
    }

    private void park() throws IOException {
        try {
            poller.awaitWritable(fd);
        } catch (InterruptedException e) {
            throw Poller.interrupted("write " + fd, e);
        }
    }

    @Override
    public void close() {
        fd.close();
    }
}
