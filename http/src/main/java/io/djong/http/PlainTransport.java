package io.djong.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;

/** A socket as it is. */
final class PlainTransport implements Transport {
    private static final int SLICE = 16 << 10;

    private final SocketChannel socket;

    PlainTransport(SocketChannel socket) {
        this.socket = socket;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return socket.read(target);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return socket.write(source);
    }

    /**
     * From the page cache to the socket without passing through here. Where the socket has no room the kernel sends
     * nothing and does not wait either: an ordinary write does.
     */
    @Override
    public long send(FileChannel file, long position, long length) throws IOException {
        long sent = file.transferTo(position, length, socket);
        if (sent > 0) {
            return sent;
        }
        ByteBuffer slice = ByteBuffer.allocate((int) Math.min(SLICE, length));
        if (file.read(slice, position) < 0) {
            throw new EOFException("the file ends before what was to be sent of it");
        }
        slice.flip();
        int count = slice.remaining();
        while (slice.hasRemaining()) {
            socket.write(slice);
        }
        return count;
    }

    @Override
    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public String peer() {
        return peer(socket);
    }

    static String peer(SocketChannel socket) {
        try {
            return socket.getRemoteAddress() instanceof InetSocketAddress address
                    ? address.getAddress().getHostAddress()
                    : "";
        } catch (IOException e) {
            return ""; // closed meanwhile
        }
    }

    @Override
    public boolean isOpen() {
        return socket.isOpen();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
