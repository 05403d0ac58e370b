package io.djong.http;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A connection's socket with a buffer in front of its input. One thread reads at a time, any number write; both block.
 *
 * <p>An interrupt ends a thread inside a write, and the connection with it; inside a read it does so only while nothing
 * reads ahead.
 */
final class Wire implements AutoCloseable {
    /** More than this in one call would make the JDK keep a native buffer as big for each carrier thread. */
    private static final int SLICE = 64 << 10;

    /** A file goes in pieces too, so that it is seen whether it goes at all. */
    private static final int FILE_SLICE = 1 << 20;

    private static final Duration LINGER = Duration.ofSeconds(1);

    private final Transport socket;
    private final int readAheadCapacity;
    private final ReentrantLock writing = new ReentrantLock();
    private byte[] buffer = new byte[4 << 10];
    private int position;
    private int limit;

    /** The handlers that may go on for ever, to be interrupted when the server closes. */
    private final Interrupts endless = new Interrupts();

    /** Since when something is awaited of the client, by {@link System#nanoTime}; 0 where nothing is. */
    private volatile long waiting;

    /** Set once, by the connection's thread; others close it. */
    private volatile @Nullable ReadAhead ahead;

    Wire(Transport socket, int readAheadCapacity) {
        this.socket = socket;
        this.readAheadCapacity = readAheadCapacity;
    }

    /** Reads ahead from now on. */
    ReadAhead readAhead() {
        ReadAhead reader = ahead;
        if (reader == null) {
            reader = new ReadAhead(socket, readAheadCapacity);
            ahead = reader;
            reader.start();
        }
        return reader;
    }

    /** The next byte, or -1 at the end. */
    int read() throws IOException {
        if (position == limit && !fill()) {
            return -1;
        }
        return buffer[position++] & 0xff;
    }

    /** The next byte of something that must not end here. */
    int require() throws IOException {
        int value = read();
        if (value < 0) {
            throw new EOFException("the client ended the connection in the middle of a request");
        }
        return value;
    }

    int read(byte[] target, int offset, int length) throws IOException {
        if (position == limit && length >= buffer.length) {
            return receive(target, offset, length);
        }
        if (position == limit && !fill()) {
            return -1;
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(buffer, position, target, offset, count);
        position += count;
        return count;
    }

    int buffered() {
        return limit - position;
    }

    private boolean fill() throws IOException {
        int count = receive(buffer, 0, buffer.length);
        position = 0;
        limit = Math.max(count, 0);
        return count > 0;
    }

    private int receive(byte[] target, int offset, int length) throws IOException {
        ReadAhead source = ahead;
        waiting = now();
        try {
            return source == null
                    ? socket.read(ByteBuffer.wrap(target, offset, Math.min(length, SLICE)))
                    : source.read(target, offset, length);
        } finally {
            waiting = 0;
        }
    }

    void write(byte[] bytes) throws IOException {
        write(bytes, 0, bytes.length);
    }

    void write(byte[] bytes, int offset, int length) throws IOException {
        writing.lock();
        try {
            for (int at = offset; at < offset + length; ) {
                waiting = now();
                at += socket.write(ByteBuffer.wrap(bytes, at, Math.min(SLICE, offset + length - at)));
            }
        } finally {
            waiting = 0;
            writing.unlock();
        }
    }

    /** Sends a piece of a file. */
    void send(FileChannel file, long position, long length) throws IOException {
        writing.lock();
        try {
            for (long at = position; at < position + length; ) {
                waiting = now();
                at += socket.send(file, at, Math.min(FILE_SLICE, position + length - at));
            }
        } finally {
            waiting = 0;
            writing.unlock();
        }
    }

    private static long now() {
        return System.nanoTime() | 1;
    }

    /** Whether somebody has waited so long for the client to send, or to take what is sent. */
    boolean stalled(Duration limit) {
        long since = waiting;
        return since != 0 && System.nanoTime() - since > limit.toNanos();
    }

    String peer() {
        return socket.peer();
    }

    void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    /**
     * Ends our side and reads on for a moment: closing a socket with unread input resets it, and the reset may overtake
     * what was written.
     */
    void linger() throws IOException {
        if (!socket.isOpen()) {
            return;
        }
        socket.shutdownOutput();
        readAhead().awaitEnd(LINGER);
    }

    Interrupts endless() {
        return endless;
    }

    boolean isOpen() {
        return socket.isOpen();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        ReadAhead reader = ahead;
        if (reader != null) {
            reader.close();
        }
    }
}
