package io.djong.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * A server on a unix socket that answers each request by a function of its head, byte for byte, and remembers what it
 * was sent. An answer that is empty hangs up.
 */
final class ScriptedEngine implements AutoCloseable {
    private final ServerSocketChannel server;
    private final Path socket;
    private final Function<String, String> answers;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<SocketChannel> connections = new CopyOnWriteArrayList<>();

    private ScriptedEngine(ServerSocketChannel server, Path socket, Function<String, String> answers) {
        this.server = server;
        this.socket = socket;
        this.answers = answers;
    }

    static ScriptedEngine start(Path directory, Function<String, String> answers) throws IOException {
        Path socket = directory.resolve("engine.sock");
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        ScriptedEngine engine = new ScriptedEngine(server, socket, answers);
        Thread.ofPlatform().daemon().start(engine::accept);
        return engine;
    }

    static String ok(String body) {
        return "HTTP/1.1 200 OK\r\nApi-Version: 1.47\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    EngineClient client() {
        return EngineClient.of(new Endpoint.Unix(socket.toString()));
    }

    /** The heads of the requests so far, each with what followed in the same read. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    int connections() {
        return connections.size();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (SocketChannel connection : connections) {
            connection.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel connection = server.accept();
                connections.add(connection);
                Thread.ofPlatform().daemon().start(() -> serve(connection));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(SocketChannel connection) {
        try (connection) {
            while (true) {
                String request = read(connection);
                if (request.isEmpty()) {
                    return;
                }
                requests.add(request);
                String answer = answers.apply(request);
                if (answer.isEmpty()) {
                    return;
                }
                connection.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.ISO_8859_1)));
            }
        } catch (IOException gone) {
            // The client went away.
        }
    }

    private static String read(SocketChannel connection) throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        while (request.toString(StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n") < 0) {
            buffer.clear();
            if (connection.read(buffer) < 0) {
                return "";
            }
            request.write(buffer.array(), 0, buffer.position());
        }
        return request.toString(StandardCharsets.ISO_8859_1);
    }
}
