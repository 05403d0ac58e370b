package io.djong.testkit.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A registry that answers nothing useful: only errors, or nothing at all. */
public final class BrokenRegistry implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch asked = new CountDownLatch(1);

    private BrokenRegistry() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start a server", e);
        }
        server.setExecutor(threads);
    }

    /** One that answers every request with this status and text. */
    public static BrokenRegistry answering(int status, String text) {
        BrokenRegistry registry = new BrokenRegistry();
        registry.server.createContext("/", exchange -> registry.answer(exchange, status, text));
        registry.server.start();
        return registry;
    }

    /** One that accepts every request and never answers. */
    public static BrokenRegistry silent() {
        BrokenRegistry registry = new BrokenRegistry();
        registry.server.createContext("/", registry::hang);
        registry.server.start();
        return registry;
    }

    /** Its name in image references: {@code 127.0.0.1:port}. */
    public String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Waits until somebody asked for something. */
    public void awaitRequest() {
        await(asked);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange, int status, String text) throws IOException {
        asked.countDown();
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private void hang(HttpExchange exchange) {
        asked.countDown();
        await(closed);
        exchange.close();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
