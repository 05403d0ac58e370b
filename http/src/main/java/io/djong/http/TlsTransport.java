package io.djong.http;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A socket that speaks TLS; the handshake is made by the first read. */
final class TlsTransport implements Transport {
    private static final int SLICE = 64 << 10;

    private final SocketChannel socket;
    private final SSLSocket tls;

    TlsTransport(SocketChannel socket, SSLContext context) throws IOException {
        this.socket = socket;
        this.tls = (SSLSocket) context.getSocketFactory().createSocket(socket.socket(), null, true);
        tls.setUseClientMode(false);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int count =
                tls.getInputStream().read(target.array(), target.arrayOffset() + target.position(), target.remaining());
        target.position(target.position() + Math.max(count, 0));
        return count;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int count = source.remaining();
        tls.getOutputStream().write(source.array(), source.arrayOffset() + source.position(), count);
        source.position(source.limit());
        return count;
    }

    @Override
    public long send(FileChannel file, long position, long length) throws IOException {
        ByteBuffer slice = ByteBuffer.allocate((int) Math.min(SLICE, length));
        if (file.read(slice, position) < 0) {
            throw new EOFException("the file ends before what was to be sent of it");
        }
        return write(slice.flip());
    }

    @Override
    public void shutdownOutput() throws IOException {
        tls.shutdownOutput();
    }

    @Override
    public String peer() {
        return PlainTransport.peer(socket);
    }

    @Override
    public boolean isOpen() {
        return socket.isOpen();
    }

    /** Without the farewell, which would wait for a client that does not read. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
