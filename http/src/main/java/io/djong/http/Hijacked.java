package io.djong.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A connection taken over as two byte streams, each of which ends on its own. One thread may read while others write;
 * all block. The connection is closed when its handler returns.
 */
public final class Hijacked implements AutoCloseable {
    private final Wire wire;
    private final InputStream input = new Input();
    private final OutputStream output = new Output();
    private final AtomicBoolean outputEnded = new AtomicBoolean();

    Hijacked(Wire wire) {
        this.wire = wire;
        wire.readAhead();
    }

    /** What the client sends; -1 once it ended its sending side or went away. An interrupt ends a read alone. */
    public InputStream input() {
        return input;
    }

    /** What goes to the client, each write at once. Closing it is {@link #shutdownOutput()}. */
    public OutputStream output() {
        return output;
    }

    /** Ends our sending side after what was written; the client may go on sending. */
    public void shutdownOutput() throws IOException {
        if (outputEnded.compareAndSet(false, true) && wire.isOpen()) {
            wire.shutdownOutput();
        }
    }

    /** Ends the output; the server closes the connection once the handler has returned. */
    @Override
    public void close() throws IOException {
        shutdownOutput();
    }

    private final class Input extends InputStream {
        @Override
        public int read() throws IOException {
            return wire.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return length == 0 ? 0 : wire.read(target, offset, length);
        }

        @Override
        public int available() {
            return wire.buffered();
        }
    }

    private final class Output extends OutputStream {
        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (outputEnded.get()) {
                throw new IOException("the stream is closed");
            }
            wire.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            shutdownOutput();
        }
    }
}
