package io.djong.dist;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** An engine for rehearsals of the command line: it answers every request on its socket with something plausible. */
final class StandIn implements AutoCloseable {
    /** Three bytes of standard output, as the API carries them. */
    private static final String FRAME = "\u0001\0\0\0\0\0\0\3hi\n";

    private static final String ID = "0123456789abcdef".repeat(4);

    private final ServerSocketChannel server;
    private final Path socket;

    private StandIn(ServerSocketChannel server, Path socket) {
        this.server = server;
        this.socket = socket;
    }

    static StandIn listen(Path socket) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        StandIn standIn = new StandIn(server, socket);
        Thread.ofVirtual().start(standIn::accept);
        return standIn;
    }

    Path socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel channel = server.accept();
                Thread.ofVirtual().start(() -> serve(channel));
            }
        } catch (IOException closed) {
            // The rehearsal is over.
        }
    }

    private static void serve(SocketChannel channel) {
        try (channel) {
            BufferedReader in = new BufferedReader(
                    new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.ISO_8859_1));
            OutputStream out = Channels.newOutputStream(channel);
            for (String request = in.readLine(); request != null; request = in.readLine()) {
                skipRest(in);
                String target = request.split(" ", 3)[1];
                if (target.contains("/attach") || target.contains("/exec/") && target.endsWith("/start")) {
                    out.write(attached());
                    return;
                }
                out.write(answer(request.startsWith("HEAD "), target));
            }
        } catch (IOException gone) {
            // The client went away; the next connection is another.
        }
    }

    private static void skipRest(BufferedReader in) throws IOException {
        int length = 0;
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        for (int i = 0; i < length; i++) {
            if (in.read() < 0) {
                return;
            }
        }
    }

    private static byte[] attached() {
        String head = "HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.multiplexed-stream\r\n"
                + "Connection: Upgrade\r\nUpgrade: tcp\r\n\r\n";
        return (head + FRAME).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] answer(boolean headOnly, String target) {
        String body = body(target.replaceFirst("^/v1\\.[0-9]+", "").replaceFirst("\\?.*", ""));
        String head = "HTTP/1.1 200 OK\r\nApi-Version: 1.51\r\nOSType: linux\r\nContent-Type: application/json\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n";
        if (headOnly) {
            return head.getBytes(StandardCharsets.ISO_8859_1);
        }
        String chunk = Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
        return (head + chunk).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String body(String path) {
        return switch (path) {
            case "/_ping" -> "OK";
            case "/version" -> "{\"Version\":\"0\",\"ApiVersion\":\"1.51\",\"Components\":[]}";
            case "/info" -> "{\"ID\":\"x\",\"Containers\":1,\"Images\":1}";
            case "/containers/json" ->
                "[{\"Id\":\"" + ID + "\",\"Names\":[\"/a\"],\"Image\":\"busybox\",\"Command\":\"sh\","
                        + "\"Created\":1700000000,\"Ports\":[{\"PrivatePort\":80,\"PublicPort\":8080,\"Type\":\"tcp\",\"IP\":\"0.0.0.0\"}],"
                        + "\"State\":\"running\",\"Status\":\"Up 2 hours\"}]";
            case "/images/json" ->
                "[{\"Id\":\"sha256:" + ID + "\",\"RepoTags\":[\"busybox:latest\"],\"Created\":1700000000,"
                        + "\"Size\":1234567}]";
            case "/images/create" -> "{\"status\":\"Pulling from library/busybox\",\"id\":\"latest\"}\r\n";
            default -> ofContainer(path);
        };
    }

    private static String ofContainer(String path) {
        if (path.endsWith("/logs")) {
            return FRAME;
        }
        if (path.endsWith("/wait")) {
            return "{\"StatusCode\":0}";
        }
        return "{\"Id\":\"" + ID + "\",\"Name\":\"/a\",\"Config\":{\"Tty\":false},\"State\":{\"Running\":true},"
                + "\"ExitCode\":0,\"Running\":false,\"Warnings\":[]}";
    }
}
