package io.djong.kernel.event;

import io.djong.kernel.Errno;
import io.djong.kernel.Fd;
import io.djong.kernel.ffi.Syscall;
import io.djong.kernel.ffi.Sysno;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/**
 * Reads a non-blocking descriptor as a stream; the reader parks where there is nothing. Not for several readers at
 * once. A terminal whose other side is gone (EIO) reads as the end. Closing closes the descriptor.
 */
public final class FdInput extends InputStream {
    private static final int BUFFER = 32 * 1024;

    private final Fd fd;
    private final Poller poller;
    private final MemorySegment buffer = Arena.ofAuto().allocate(BUFFER);

    public FdInput(Fd fd, Poller poller) {
        this.fd = fd;
        this.poller = poller;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        int most = Math.min(length, BUFFER);
        while (true) {
            long count = Syscall.raw(Sysno.READ, fd.number(), buffer.address(), most);
            if (count > 0) {
                MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, into, offset, (int) count);
                return (int) count;
            }
            if (count == 0 || Syscall.failed(count, Errno.EIO)) {
                return -1;
            }
            if (Syscall.failed(count, Errno.EAGAIN)) {
                park();
            } else if (!Syscall.failed(count, Errno.EINTR)) {
                throw new IOException(
                        "read " + fd + ": " + Errno.of((int) -count).text());
            }
        }
    }

    private void park() throws IOException {
        try {
            poller.awaitReadable(fd);
        } catch (InterruptedException e) {
            throw Poller.interrupted("read " + fd, e);
        }
    }

    @Override
    public void close() {
        fd.close();
    }
}
