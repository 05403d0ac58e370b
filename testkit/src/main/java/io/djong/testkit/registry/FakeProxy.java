package io.djong.testkit.registry;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An HTTP proxy on a loopback port, for plain requests and for tunnels. Whatever host is asked for, it connects to one
 * place: names need not exist.
 */
public final class FakeProxy implements AutoCloseable {
    private final ServerSocket server;
    private final int target;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile String user = "";
    private volatile int refusal;

    private FakeProxy(ServerSocket server, int target) {
        this.server = server;
        this.target = target;
    }

    /** Starts one that leads to a port of loopback. */
    public static FakeProxy to(int port) throws IOException {
        FakeProxy proxy = new FakeProxy(new ServerSocket(0, 16, InetAddress.getLoopbackAddress()), port);
        Thread.startVirtualThread(proxy::accept);
        return proxy;
    }

    /** Host and port. */
    public String authority() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** The first line of each request. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** Lets only those pass who show {@code user:password}. */
    public void require(String pair) {
        user = pair;
    }

    /** Answers every request with a status. */
    public void refuse(int status) {
        refusal = status;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.startVirtualThread(() -> serve(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1), 1);
            List<String> head = new ArrayList<>();
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                head.add(line);
            }
            if (head.isEmpty()) {
                return;
            }
            requests.add(head.getFirst());
            OutputStream out = client.getOutputStream();
            String shown = "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
            if (refusal != 0) {
                say(out, refusal + " Refused");
            } else if (!user.isEmpty() && head.stream().noneMatch(h -> h.endsWith(shown))) {
                say(out, "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"proxy\"");
            } else {
                forward(client, head);
            }
        } catch (IOException e) {
            return; // either side has gone
        }
    }

    private static void say(OutputStream out, String status) throws IOException {
        out.write(("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
    }

    private void forward(Socket client, List<String> head) throws IOException {
        try (Socket upstream = new Socket(InetAddress.getLoopbackAddress(), target)) {
            if (head.getFirst().startsWith("CONNECT ")) {
                client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
                Thread back = Thread.startVirtualThread(() -> copy(upstream, client));
                copy(client, upstream);
                join(back);
                return;
            }
            String[] parts = head.getFirst().split(" ", -1);
            String path = URI.create(parts[1]).getRawPath();
            StringBuilder request = new StringBuilder(parts[0] + " " + path + " HTTP/1.1\r\nConnection: close\r\n");
            head.stream()
                    .skip(1)
                    .filter(line -> !line.toLowerCase(Locale.ROOT).startsWith("connection:"))
                    .forEach(line -> request.append(line).append("\r\n"));
            upstream.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
            copy(upstream, client);
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            return; // either side has gone
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
