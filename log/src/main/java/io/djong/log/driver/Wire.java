package io.djong.log.driver;

import io.djong.kernel.KernelException;
import io.djong.kernel.event.Poller;
import io.djong.kernel.socket.UnixSocket;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A connection to a target. Each call of {@link #send} is a packet where the endpoint takes packets. */
sealed interface Wire extends AutoCloseable {
    Duration PATIENCE = Duration.ofSeconds(10);

    void send(byte[] bytes, int length) throws IOException;

    /** What the target answers; nothing where it takes packets. */
    default InputStream answers() {
        return InputStream.nullInputStream();
    }

    /** Makes sure that the target has not gone: what is sent would be lost. @throws IOException if it has */
    default void requireThere() throws IOException {}

    @Override
    void close();

    /** Connects; {@code tls} is empty where the endpoint does not ask for it. */
    static Wire connect(Endpoint endpoint, Optional<SSLContext> tls, Poller poller)
            throws IOException, InterruptedException {
        return switch (endpoint) {
            case Endpoint.Local(Path path, boolean packets) -> packets ? packets(path, poller) : stream(path, poller);
            case Endpoint.Net(Endpoint.Protocol protocol, String host, int port) -> {
                InetSocketAddress address = resolved(host, port);
                yield switch (protocol) {
                    case UDP -> new Packets(DatagramChannel.open().connect(address));
                    case TCP -> new Stream(tcp(address));
                    case TLS -> tls(tcp(address), host, tls.orElseThrow());
                };
            }
        };
    }

    private static InetSocketAddress resolved(String host, int port) throws IOException {
        InetSocketAddress address = new InetSocketAddress(host.isEmpty() ? "localhost" : host, port);
        if (address.isUnresolved()) {
            throw new IOException("lookup " + host + ": no such host");
        }
        return address;
    }

    private static SocketChannel tcp(InetSocketAddress address) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.socket().connect(address, (int) PATIENCE.toMillis());
            return channel;
        } catch (IOException e) {
            channel.close();
            throw new IOException("dial tcp " + address + ": " + e.getMessage(), e);
        }
    }

    private static Wire tls(SocketChannel channel, String host, SSLContext context) throws IOException {
        try {
            SSLSocket socket = (SSLSocket) context.getSocketFactory()
                    .createSocket(channel.socket(), host, channel.socket().getPort(), true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS"); // the name in the certificate counts
            socket.setSSLParameters(parameters);
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.startHandshake();
            return new Secure(socket);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** A stream socket or, as the log sockets of some systems are, one of packets by the name of a stream's. */
    private static Wire stream(Path path, Poller poller) throws IOException, InterruptedException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(path));
            return new Stream(channel);
        } catch (IOException e) {
            channel.close();
            if (String.valueOf(e.getMessage()).contains("rotocol wrong type")) {
                return packets(path, poller);
            }
            throw new IOException("dial unix " + path + ": " + e.getMessage(), e);
        }
    }

    private static Wire packets(Path path, Poller poller) throws IOException, InterruptedException {
        try {
            return new LocalPackets(UnixSocket.connect(path, UnixSocket.Kind.DATAGRAM, poller));
        } catch (KernelException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** TCP, or a unix socket of a stream. */
    record Stream(SocketChannel channel) implements Wire {
        @Override
        public void send(byte[] bytes, int length) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }

        @Override
        public InputStream answers() {
            return Channels.newInputStream(channel);
        }

        /** A target that has gone has sent its end. Whatever else it sends is of no interest. */
        @Override
        public void requireThere() throws IOException {
            channel.configureBlocking(false);
            try {
                if (channel.read(ByteBuffer.allocate(64)) < 0) {
                    throw new IOException("closed by the other side");
                }
            } finally {
                channel.configureBlocking(true);
            }
        }

        @Override
        public void close() {
            closeQuietly(channel);
        }
    }

    /** TLS over TCP. */
    record Secure(SSLSocket socket) implements Wire {
        @Override
        public void send(byte[] bytes, int length) throws IOException {
            socket.getOutputStream().write(bytes, 0, length);
        }

        @Override
        public void close() {
            closeQuietly(socket);
        }
    }

    /** UDP. */
    record Packets(DatagramChannel channel) implements Wire {
        @Override
        public void send(byte[] bytes, int length) throws IOException {
            channel.write(ByteBuffer.wrap(bytes, 0, length));
        }

        @Override
        public void close() {
            closeQuietly(channel);
        }
    }

    /** A unix socket of packets. */
    record LocalPackets(UnixSocket socket) implements Wire {
        @Override
        public void send(byte[] bytes, int length) throws IOException {
            socket.send(bytes, 0, length);
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            // nothing is lost: it was for sending, and is done with
        }
    }
}
