package io.djong.kernel.file;

import io.djong.kernel.Errno;
import io.djong.kernel.KernelException;
import io.djong.kernel.ffi.Scratch;
import io.djong.kernel.ffi.Syscall;
import io.djong.kernel.ffi.Sysno;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** Bytes between buffers and files: off-heap buffers directly, heap buffers through borrowed native memory. */
final class Transfer {
    /** Instead of a position: the file's own. */
    static final long CURRENT = -1;

    private Transfer() {}

    static int read(OpenFile file, ByteBuffer into, long position) {
        if (!into.hasRemaining()) {
            return 0;
        }
        if (into.isDirect()) {
            long read = call(file, Sysno.READ, Sysno.PREAD64, address(into), into.remaining(), position, "read");
            into.position(into.position() + (int) read);
            return read == 0 ? -1 : (int) read;
        }
        try (Scratch scratch = Scratch.takeWithData()) {
            int room = Math.min(into.remaining(), Scratch.DATA_SIZE);
            MemorySegment data = scratch.data();
            long read = call(file, Sysno.READ, Sysno.PREAD64, data.address(), room, position, "read");
            into.put(data.asSlice(0, read).asByteBuffer());
            return read == 0 ? -1 : (int) read;
        }
    }

    static void write(OpenFile file, ByteBuffer from, long position) {
        long at = position;
        while (from.hasRemaining()) {
            int written = from.isDirect() ? writeDirect(file, from, at) : writeHeap(file, from, at);
            at = position == CURRENT ? CURRENT : at + written;
        }
    }

    private static int writeDirect(OpenFile file, ByteBuffer from, long position) {
        long written = call(file, Sysno.WRITE, Sysno.PWRITE64, address(from), from.remaining(), position, "write");
        from.position(from.position() + (int) written);
        return (int) written;
    }

    private static int writeHeap(OpenFile file, ByteBuffer from, long position) {
        try (Scratch scratch = Scratch.takeWithData()) {
            int length = Math.min(from.remaining(), Scratch.DATA_SIZE);
            MemorySegment data = scratch.data();
            data.asByteBuffer().put(from.slice(from.position(), length));
            long written = call(file, Sysno.WRITE, Sysno.PWRITE64, data.address(), length, position, "write");
            from.position(from.position() + (int) written);
            return (int) written;
        }
    }

    private static long call(
            OpenFile file, Sysno plain, Sysno positioned, long address, int length, long position, String operation) {
        long result;
        do {
            result = position == CURRENT
                    ? Syscall.raw(plain, file.number(), address, length)
                    : Syscall.raw(positioned, file.number(), address, length, position);
        } while (Syscall.failed(result, Errno.EINTR));
        file.require(result, operation);
        return result;
    }

    /** The address of the buffer's position; the buffer is reachable from the caller until the call is over. */
    private static long address(ByteBuffer direct) {
        return MemorySegment.ofBuffer(direct).address();
    }

    /** A file as a stream: failures are IOExceptions, as stream users expect. */
    static final class Input extends InputStream {
        private final OpenFile file;
        private final byte[] one = new byte[1];

        Input(OpenFile file) {
            this.file = file;
        }

        @Override
        public int read() throws IOException {
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            try {
                return file.read(ByteBuffer.wrap(into, offset, length));
            } catch (KernelException e) {
                throw new IOException(e.getMessage(), e);
            }
        }

        @Override
        public void close() {
            file.close();
        }
    }

    /** See {@link Input}. */
    static final class Output extends OutputStream {
        private final OpenFile file;

        Output(OpenFile file) {
            this.file = file;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            try {
                file.write(ByteBuffer.wrap(from, offset, length));
            } catch (KernelException e) {
                throw new IOException(e.getMessage(), e);
            }
        }

        @Override
        public void close() {
            file.close();
        }
    }
}
