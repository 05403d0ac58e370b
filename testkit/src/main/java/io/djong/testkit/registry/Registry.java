package io.djong.testkit.registry;

import io.djong.testkit.Privilege;
import io.djong.testkit.process.Await;
import io.djong.testkit.process.Command;
import io.djong.testkit.process.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * A real registry (Debian's docker-registry) on a free port of loopback, plain HTTP, with its storage in a directory
 * that the test may edit behind its back.
 */
public final class Registry implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(20);

    private final Path storage;
    private final int port;
    private final Running server;

    private Registry(Path storage, int port, Running server) {
        this.storage = storage;
        this.port = port;
        this.server = server;
    }

    /** Says that the test needs one, and what fills it. */
    public static void require() {
        Path _ = Privilege.program("docker-registry");
        Path _ = Privilege.program("skopeo");
    }

    /** Starts one that keeps its storage below {@code directory}, and waits until it accepts connections. */
    public static Registry start(Path directory) {
        int port = Ports.free();
        Path storage = directory.resolve("registry");
        Path config = directory.resolve("registry.yml");
        try {
            Files.createDirectories(storage);
            Files.writeString(config, """
                    version: 0.1
                    log:
                      level: error
                    storage:
                      filesystem:
                        rootdirectory: %s
                      delete:
                        enabled: true
                    http:
                      addr: 127.0.0.1:%d
                    """.formatted(storage, port));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot configure a registry", e);
        }
        Running server = Command.of("docker-registry", "serve", config.toString())
                .withVariable("OTEL_TRACES_EXPORTER", "none")
                .start();
        Await.until("the registry listens", START, () -> !server.isAlive() || accepts(port), server::toString);
        if (!server.isAlive()) {
            throw new AssertionError("the registry ended: " + server);
        }
        return new Registry(storage, port, server);
    }

    /** Its name in image references: {@code 127.0.0.1:port}. */
    public String host() {
        return "127.0.0.1:" + port;
    }

    /** Copies an image of an OCI layout directory into it, or an index whole; gives the reference to pull. */
    public String push(Path layout, String tag, String repository) {
        String reference = host() + "/" + repository + ":" + tag;
        Command.of("skopeo", "--insecure-policy", "copy", "--quiet", "--all", "--preserve-digests")
                .and("--dest-tls-verify=false")
                .and("oci:" + layout + ":" + tag, "docker://" + reference)
                .withLimit(Duration.ofMinutes(5))
                .run()
                .ok();
        return reference;
    }

    /** Rewrites a stored blob (layer, config or manifest) in place; its name, the digest, stays. */
    public void edit(String digest, UnaryOperator<byte[]> change) {
        String hex = digest.substring(digest.indexOf(':') + 1);
        Path data = storage.resolve("docker/registry/v2/blobs/sha256")
                .resolve(hex.substring(0, 2))
                .resolve(hex)
                .resolve("data");
        try {
            Files.write(data, change.apply(Files.readAllBytes(data)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot edit " + data, e);
        }
    }

    @Override
    public void close() {
        server.close();
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
