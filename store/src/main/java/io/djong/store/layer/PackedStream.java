package io.djong.store.layer;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;

/**
 * What one thread writes, as a stream for another to read, with a bounded buffer between. A failure of the writer comes
 * out of the reader's next read; closing the stream ends the writer and waits for that.
 */
final class PackedStream implements AutoCloseable {
    private final Pipe pipe = new Pipe();
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();

    /** Writes all there is. */
    @FunctionalInterface
    interface Packing {
        void writeTo(OutputStream out) throws IOException;
    }

    private PackedStream() {}

    static PackedStream begin(String thread, Packing packing) {
        PackedStream stream = new PackedStream();
        Thread.ofPlatform().name(thread).daemon().start(() -> stream.pack(packing));
        return stream;
    }

    /** The reader's end. */
    InputStream stream() {
        return pipe.stream();
    }

    private void pack(Packing packing) {
        try (OutputStream out = new BufferedOutputStream(new PipeOutput(pipe), Pipe.CHUNK)) {
            packing.writeTo(out);
            out.flush();
            pipe.end();
        } catch (Throwable t) {
            pipe.fail(new IOException(t.getMessage(), t));
        } finally {
            ended.complete(true);
        }
    }

    /** On return nothing is read for this stream any more. */
    @Override
    public void close() {
        pipe.abandon();
        ended.join();
    }

    private static final class PipeOutput extends OutputStream {
        private final Pipe pipe;

        PipeOutput(Pipe pipe) {
            this.pipe = pipe;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (int done = 0; done < length; ) {
                byte[] buffer = pipe.buffer();
                int count = Math.min(buffer.length, length - done);
                System.arraycopy(bytes, offset + done, buffer, 0, count);
                if (!pipe.put(buffer, count)) {
                    throw new IOException("nobody wants more");
                }
                done += count;
            }
        }
    }
}
