package io.djong.runtime;

import io.djong.kernel.socket.UnixSocket;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a container's standard streams, one of possibly many. One thread reads, another may write.
 *
 * <p>A reader that stops reading stops the container as soon as it writes more than the socket takes. Once the container's
 * main process has ended, what is left of the output is taken aside, so that it need not wait for the reader any more.
 */
public final class Attachment implements AutoCloseable {
    private static final int STDERR = 3;
    static final int PACKET = 1 + 8192; // conmon's: the stream, then what it read at once
    private static final int CHUNK = 8192;

    private final UnixSocket connection;
    private final Attachments origin;
    private final byte[] buffer = new byte[PACKET];
    private final AtomicBoolean open = new AtomicBoolean(true);

    /** Held by who receives. */
    private final ReentrantLock receiving = new ReentrantLock();

    private @Nullable LastOutput aside; // written under receiving, once

    Attachment(UnixSocket connection, Attachments origin) {
        this.connection = connection;
        this.origin = origin;
    }

    /** Waits for output. @return empty when the container has ended and all was read */
    public Optional<Frame> read() throws IOException {
        LastOutput left;
        receiving.lock();
        try {
            left = aside;
            if (left == null) {
                return frame(buffer, connection.receive(buffer));
            }
        } finally {
            receiving.unlock();
        }
        byte[] packet = left.next();
        return frame(packet, packet.length);
    }

    private static Optional<Frame> frame(byte[] buffer, int count) {
        if (count < 1) {
            return Optional.empty();
        }
        Frame.Stream stream = buffer[0] == STDERR ? Frame.Stream.STDERR : Frame.Stream.STDOUT;
        return Optional.of(new Frame(stream, buffer, 1, count - 1));
    }

    /** Takes what is still to come out of the socket, for whom reads later. Returns at once. */
    void takeAside() {
        Thread.ofVirtual().name("last output").start(() -> {
            receiving.lock(); // a reader that is inside reads on, and may well be the one to find the end
            try {
                aside = new LastOutput(connection);
            } finally {
                receiving.unlock();
            }
            aside.gather();
        });
    }

    /** Standard input. Closing it ends the input of a container that does not keep it. */
    public OutputStream input() {
        return new Input();
    }

    /** Ends standard input, unless the container keeps it open; output goes on. */
    public void closeInput() {
        connection.shutdownOutput();
    }

    /** Leaves, and leaves standard input as it is. */
    public void detach() {
        if (open.compareAndSet(true, false)) {
            origin.leave(connection);
        }
    }

    /** Leaves, and ends standard input, unless the container keeps it open. */
    @Override
    public void close() {
        if (open.compareAndSet(true, false)) {
            origin.close(connection);
        }
    }

    private final class Input extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, from.length);
            for (int done = 0; done < length; done += CHUNK) {
                connection.send(from, offset + done, Math.min(CHUNK, length - done));
            }
        }

        @Override
        public void close() {
            closeInput();
        }
    }
}
