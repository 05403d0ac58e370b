package io.djong.it.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.djong.it.Host;
import io.djong.testkit.process.Await;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Attaching over a WebSocket, as web consoles do. The port is free: the tests have a network of their own. */
final class WebSocketIT {
    @RegisterExtension
    static final Host HOST = Host.with("-H", "tcp://127.0.0.1:23751");

    private static final String ALL = "?stream=1&stdin=1&stdout=1&stderr=1";

    /** What a client heard. */
    private static final class Heard implements WebSocket.Listener {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            byte[] piece = new byte[data.remaining()];
            data.get(piece);
            synchronized (this) {
                bytes.writeBytes(piece);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed.completeExceptionally(error);
        }

        synchronized String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }

        void await(String wanted) {
            Await.until("the client hears " + wanted, Host.LIMIT, () -> text().contains(wanted));
        }

        int closed() throws Exception {
            return closed.get(Host.LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static WebSocket attach(HttpClient client, String container, String query, Heard heard) {
        URI uri = URI.create("ws://127.0.0.1:23751/v1.47/containers/" + container + "/attach/ws" + query);
        return client.newWebSocketBuilder().buildAsync(uri, heard).join();
    }

    @Test
    void bytesGoBothWaysUntilTheContainerEnds() throws Exception {
        HOST.docker()
                .ok("create", "-i", "--name", "talks", "busybox", "sh", "-c", "read a; echo $a; read b; echo $b >&2");
        Heard heard = new Heard();
        try (HttpClient client = HttpClient.newHttpClient()) {
            WebSocket socket = attach(client, "talks", ALL, heard);
            HOST.docker().ok("start", "talks");
            socket.sendBinary(ByteBuffer.wrap("one\n".getBytes(StandardCharsets.UTF_8)), true)
                    .join();
            heard.await("one\n");
            socket.sendText("two\n", true).join();
            assertEquals(1000, heard.closed());
            assertEquals("one\ntwo\n", heard.text());
        }
        assertEquals(0, HOST.docker().waitFor("talks", Host.LIMIT));
    }

    @Test
    void aTerminalAnswersAndItsKeysDetach() throws Exception {
        HOST.docker().ok("run", "-dit", "--name", "terminal", "busybox", "sh");
        Heard heard = new Heard();
        try (HttpClient client = HttpClient.newHttpClient()) {
            WebSocket socket = attach(client, "terminal", ALL + "&detachKeys=ctrl-x", heard);
            socket.sendBinary(ByteBuffer.wrap("echo $((6*7))\r".getBytes(StandardCharsets.UTF_8)), true)
                    .join();
            heard.await("42\r\n");
            socket.sendBinary(ByteBuffer.wrap(new byte[] {24}), true).join();
            assertEquals(1000, heard.closed());
        }
        assertEquals("true", HOST.docker().inspect("terminal", "{{.State.Running}}"));
    }

    @Test
    void logsAreReplayedAndAClientsCloseIsAnswered() throws Exception {
        HOST.docker().ok("run", "-d", "--name", "logged", "busybox", "sh", "-c", "echo before; sleep 1000");
        Await.until(
                "the log is there",
                Host.LIMIT,
                () -> HOST.docker().ok("logs", "logged").out().equals("before\n"));
        Heard heard = new Heard();
        try (HttpClient client = HttpClient.newHttpClient()) {
            WebSocket socket = attach(client, "logged", "?logs=1&stream=1&stdout=1", heard);
            heard.await("before\n");
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
            assertEquals(1000, heard.closed());
        }
        assertEquals("true", HOST.docker().inspect("logged", "{{.State.Running}}"));
    }

    @Test
    void whatCannotBeAttachedToIsAnsweredBeforeTheHandshake() {
        try (HttpClient client = HttpClient.newHttpClient()) {
            CompletionException failure =
                    assertThrows(CompletionException.class, () -> attach(client, "nobody", ALL, new Heard()));
            WebSocketHandshakeException refused =
                    assertInstanceOf(WebSocketHandshakeException.class, failure.getCause());
            assertEquals(404, refused.getResponse().statusCode());
        }
    }
}
