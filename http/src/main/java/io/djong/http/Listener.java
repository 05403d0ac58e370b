package io.djong.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A bound socket and the thread that accepts on it. */
final class Listener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final int BACKLOG = 1024;

    private final ServerSocketChannel socket;
    private final SocketAddress address;

    /** The file that a unix socket made, with its inode, so that only our own is removed. */
    private final Optional<SocketFile> file;

    private record SocketFile(Path path, @Nullable Object inode) {}

    /** Takes a new connection over. */
    @FunctionalInterface
    interface Acceptor {
        void accept(SocketChannel connection) throws IOException;
    }

    private final Optional<SSLContext> tls;

    private Listener(
            ServerSocketChannel socket, SocketAddress address, Optional<SocketFile> file, Optional<SSLContext> tls) {
        this.tls = tls;
        this.socket = socket;
        this.address = address;
        this.file = file;
    }

    static Listener bind(ListenAddress address) throws IOException {
        return switch (address) {
            case ListenAddress.Unix unix -> bindUnix(unix);
            case ListenAddress.Tcp tcp -> bindTcp(tcp.address(), Optional.empty());
            case ListenAddress.Tls tls -> bindTcp(tls.address(), Optional.of(tls.context()));
            case ListenAddress.Inherited _ -> inherit();
        };
    }

    private static Listener inherit() throws IOException {
        if (System.inheritedChannel() instanceof ServerSocketChannel socket) {
            return new Listener(socket, socket.getLocalAddress(), Optional.empty(), Optional.empty());
        }
        throw new IOException("cannot listen on fd://: standard input is no listening socket"
                + " (a systemd unit needs StandardInput=socket)");
    }

    private static Listener bindTcp(InetSocketAddress address, Optional<SSLContext> tls) throws IOException {
        ServerSocketChannel socket = ServerSocketChannel.open();
        try {
            socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            socket.bind(address, BACKLOG);
            return new Listener(socket, socket.getLocalAddress(), Optional.empty(), tls);
        } catch (IOException e) {
            socket.close();
            throw new IOException("cannot listen on tcp://" + address + ": " + e.getMessage(), e);
        }
    }

    private static Listener bindUnix(ListenAddress.Unix unix) throws IOException {
        ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            removeStale(unix.path());
            UnixDomainSocketAddress address = UnixDomainSocketAddress.of(unix.path());
            // Until its mode is set the socket has the process's umask, which keeps others from connecting.
            socket.bind(address, BACKLOG);
            protect(unix);
            return new Listener(
                    socket, address, Optional.of(new SocketFile(unix.path(), inode(unix.path()))), Optional.empty());
        } catch (IOException e) {
            socket.close();
            throw new IOException("cannot listen on unix://" + unix.path() + ": " + e.getMessage(), e);
        }
    }

    private static void removeStale(Path path) throws IOException {
        try {
            if (attributes(path).isOther()) {
                Files.delete(path);
            }
        } catch (NoSuchFileException e) {
            LOG.trace("nothing at {}", path);
        }
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static @Nullable Object inode(Path path) throws IOException {
        return attributes(path).fileKey();
    }

    private static void protect(ListenAddress.Unix unix) throws IOException {
        Files.setAttribute(unix.path(), "unix:mode", unix.mode());
        if (unix.group().isEmpty()) {
            return;
        }
        try {
            GroupPrincipal group = unix.path()
                    .getFileSystem()
                    .getUserPrincipalLookupService()
                    .lookupPrincipalByGroupName(unix.group().get());
            Files.getFileAttributeView(unix.path(), PosixFileAttributeView.class)
                    .setGroup(group);
        } catch (UserPrincipalNotFoundException e) {
            LOG.debug(
                    "group {} does not exist: {} is for its owner alone",
                    unix.group().get(),
                    unix.path());
        }
    }

    /** What the connections are to be secured with. */
    Optional<SSLContext> tls() {
        return tls;
    }

    SocketAddress address() {
        return address;
    }

    void start(Acceptor acceptor) {
        Thread.ofVirtual().name("http-accept").start(() -> {
            while (socket.isOpen()) {
                acceptOne(acceptor);
            }
        });
    }

    private void acceptOne(Acceptor acceptor) {
        try {
            SocketChannel connection = socket.accept();
            try {
                acceptor.accept(connection);
            } catch (IOException | RuntimeException e) {
                LOG.warn("cannot serve a new connection on {}", address, e);
                connection.close();
            }
        } catch (ClosedChannelException e) {
            LOG.trace("{} is closed", address);
        } catch (IOException e) {
            // Out of file descriptors, for one: others may be closed meanwhile.
            LOG.warn("cannot accept on {}: {}", address, e.getMessage());
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofMillis(100));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            if (file.isPresent() && isOurs(file.get())) {
                Files.delete(file.get().path());
            }
        } catch (IOException e) {
            LOG.debug("{} is not removed: {}", address, e.getMessage());
        }
        try {
            socket.close();
        } catch (IOException e) {
            LOG.warn("cannot close {}: {}", address, e.getMessage());
        }
    }

    private static boolean isOurs(SocketFile file) throws IOException {
        return file.inode != null && file.inode.equals(inode(file.path));
    }
}
