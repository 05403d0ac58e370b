package io.djong.http;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP/1.1 server on unix sockets and TCP ports: one virtual thread for each connection, blocking all the way.
 *
 * <p>{@link #start()} once, {@link #close()} once.
 */
public final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    private final List<ListenAddress> addresses;
    private final Limits limits;
    private final Handler handler;
    private final List<Listener> listeners = new ArrayList<>();
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    /** One of {@link #connections} has ended. */
    private final Condition ended = lock.newCondition();

    private @Nullable Thread idleWatch;

    public Server(List<ListenAddress> addresses, Limits limits, Handler handler) {
        this.addresses = List.copyOf(addresses);
        this.limits = limits;
        this.handler = handler;
    }

    /**
     * Binds all addresses and begins to serve.
     *
     * @throws IOException if one of them cannot be bound; none is left bound then
     */
    public void start() throws IOException {
        try {
            for (ListenAddress address : addresses) {
                listeners.add(Listener.bind(address));
            }
        } catch (IOException e) {
            close();
            throw e;
        }
        listeners.forEach(listener -> listener.start(socket -> accept(socket, listener.tls())));
        idleWatch = Thread.ofVirtual().name("http-idle").start(this::closeIdleConnections);
    }

    /** The bound addresses, in the order given; ports are the real ones. */
    public List<SocketAddress> bound() {
        return listeners.stream().map(Listener::address).toList();
    }

    private void accept(SocketChannel socket, Optional<SSLContext> tls) throws IOException {
        if (!(socket.getLocalAddress() instanceof UnixDomainSocketAddress)) {
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        }
        Transport transport = tls.isPresent() ? new TlsTransport(socket, tls.get()) : new PlainTransport(socket);
        Connection connection = new Connection(new Wire(transport, limits.buffered()), handler, limits);
        connections.add(connection);
        Thread.ofVirtual().name("http").start(() -> serve(connection));
    }

    private void serve(Connection connection) {
        try {
            connection.serve();
        } finally {
            end(connection);
        }
    }

    private void end(Connection connection) {
        lock.lock();
        try {
            connections.remove(connection);
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Stops listening, interrupts at once the handlers that may go on for ever (those that hijacked their connection, or
     * hold a {@link DisconnectWatch}), lets the others finish for {@link Limits#drain()}, then interrupts their handlers
     * too and cuts the connections.
     */
    @Override
    public void close() {
        if (idleWatch != null) {
            idleWatch.interrupt();
        }
        listeners.forEach(Listener::close);
        each(Connection::drain);
        await(limits.drain());
        each(Connection::abort);
        await(Duration.ofSeconds(1));
    }

    /** Something done to a connection; that it fails because the connection is gone already is no news. */
    @FunctionalInterface
    private interface Action {
        void on(Connection connection) throws IOException;
    }

    private void each(Action action) {
        for (Connection connection : connections) {
            try {
                action.on(connection);
            } catch (IOException e) {
                LOG.debug("while closing a connection: {}", e.getMessage());
            }
        }
    }

    private void closeIdleConnections() {
        try {
            while (true) {
                Thread.sleep(limits.watch());
                each(Connection::closeIfIdle);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void await(Duration limit) {
        long left = limit.toNanos();
        lock.lock();
        try {
            while (!connections.isEmpty() && left > 0) {
                left = ended.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.warn("interrupted while connections drain; cutting them");
        } finally {
            lock.unlock();
        }
    }
}
