package io.djong.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.model.error.InvalidArgument;
import io.djong.testkit.process.Await;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ServerTest {
    private static final Limits LIMITS =
            new Limits(1024, 4096, 32 << 10, 16 << 10, Duration.ofSeconds(20), Duration.ofMillis(200));

    /** How long what another thread does may take. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private Server serve(Handler handler) throws IOException {
        return serve(directory, LIMITS, handler);
    }

    /** Serves at a unix socket in the directory, and at a port of loopback. */
    static Server serve(Path directory, Limits limits, Handler handler) throws IOException {
        Server server = new Server(
                List.of(
                        ListenAddress.Unix.at(directory.resolve("s")),
                        new ListenAddress.Tcp(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))),
                limits,
                handler);
        server.start();
        return server;
    }

    private static RawClient unix(Server server) throws IOException {
        return RawClient.connect(server.bound().getFirst());
    }

    private static RawClient tcp(Server server) throws IOException {
        return RawClient.connect(server.bound().get(1));
    }

    private static URI uri(Server server, String path) {
        return URI.create(
                "http://localhost:" + ((InetSocketAddress) server.bound().get(1)).getPort() + path);
    }

    private static void echo(Request request, Response response) throws IOException {
        byte[] body = request.body().readAllBytes();
        response.body().write(body);
    }

    private static void path(Request request, Response response) throws IOException {
        response.send(request.path().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aWholeBodyGoesWithItsLength() throws Exception {
        try (Server server = serve(ServerTest::path);
                RawClient client = unix(server)) {
            client.send("GET /a%20b?x=1 HTTP/1.1\r\nHost: d\r\n\r\n");
            assertEquals("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n", client.readThrough("\r\n\r\n"));
            assertEquals("/a b", client.read(4));
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInTheirOrder() throws Exception {
        try (Server server = serve(ServerTest::path);
                RawClient client = unix(server)) {
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 200; i++) {
                requests.append("GET /").append(i).append(" HTTP/1.1\r\nHost: d\r\n\r\n");
            }
            client.send(requests.toString()).endOutput();
            for (int i = 0; i < 200; i++) {
                String expected = "/" + i;
                String head = client.readThrough("\r\n\r\n");
                assertTrue(head.contains("Content-Length: " + expected.length()), head);
                assertEquals(expected, client.read(expected.length()));
            }
            assertEquals("", client.readAll());
        }
    }

    @Test
    void bodiesOfEveryFramingReachTheHandler() throws Exception {
        try (Server server = serve(ServerTest::echo);
                RawClient client = tcp(server)) {
            client.send("POST / HTTP/1.1\r\nHost: d\r\nContent-Length: 5\r\n\r\nhello");
            assertTrue(client.readThrough("\r\n\r\n").contains("Content-Length: 5"));
            assertEquals("hello", client.read(5));
            client.send(
                    "POST / HTTP/1.1\r\nHost: d\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
            assertTrue(client.readThrough("\r\n\r\n").contains("Content-Length: 5"));
            assertEquals("abcde", client.read(5));
        }
    }

    @Test
    void bigBodiesGoThroughUnchangedInBothDirections() throws Exception {
        byte[] body = new byte[5 << 20];
        new Random(1).nextBytes(body);
        try (Server server = serve(ServerTest::echo)) {
            assertArrayEquals(body, post(uri(server, "/"), body, false));
            assertArrayEquals(body, post(uri(server, "/"), body, true));
        }
    }

    private static byte[] post(URI uri, byte[] body, boolean chunked) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setDoOutput(true);
        if (chunked) {
            connection.setChunkedStreamingMode(10_000);
        } else {
            connection.setFixedLengthStreamingMode(body.length);
        }
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
        return connection.getInputStream().readAllBytes();
    }

    @Test
    void aSlowReaderHoldsTheHandlerBack() throws Exception {
        AtomicReference<Thread> handler = new AtomicReference<>(Thread.currentThread());
        BlockingQueue<Long> failedAt = new ArrayBlockingQueue<>(1);
        try (Server server = serve((_, response) -> {
            handler.set(Thread.currentThread());
            byte[] block = new byte[8 << 10];
            long written = 0;
            try {
                for (int i = 0; i < 100_000; i++) {
                    response.body().write(block);
                    response.body().flush();
                    written += block.length;
                }
            } finally {
                failedAt.add(written);
            }
        })) {
            try (RawClient client = unix(server)) {
                client.send("GET / HTTP/1.1\r\nHost: d\r\n\r\n");
                client.read(100);
                Await.until(
                        "the handler waits for its reader",
                        LIMIT,
                        () -> handler.get().getState() == Thread.State.WAITING);
            }
            long buffered = failedAt.poll(10, TimeUnit.SECONDS);
            assertTrue(buffered < 4 << 20, "buffered " + buffered);
        }
    }

    @Test
    void aFlushReachesTheClientWhileTheHandlerGoesOn() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        try (Server server = serve((_, response) -> {
                    response.body().flush();
                    response.body().write('x');
                    response.body().flush();
                    seen.await();
                    response.body().write('y');
                });
                RawClient client = unix(server)) {
            client.send("GET / HTTP/1.1\r\nHost: d\r\n\r\n");
            assertTrue(client.readThrough("\r\n\r\n").contains("Transfer-Encoding: chunked"));
            assertEquals("1\r\nx\r\n", client.read(6));
            seen.countDown();
            assertEquals("1\r\ny\r\n0\r\n\r\n", client.read(11));
        }
    }

    @Test
    void aHandlerThatOnlyWaitsLearnsThatItsClientLeft() throws Exception {
        BlockingQueue<String> ends = new ArrayBlockingQueue<>(1);
        try (Server server = serve((request, _) -> {
            try (DisconnectWatch _ = request.interruptOnDisconnect()) {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                ends.add("interrupted");
                throw e;
            }
        })) {
            for (var address : server.bound()) {
                RawClient client = RawClient.connect(address);
                client.send("GET / HTTP/1.1\r\nHost: d\r\n\r\n");
                client.close();
                assertEquals("interrupted", ends.poll(10, TimeUnit.SECONDS));
            }
        }
    }

    @Test
    void aBodyIsAskedForOnlyWhenItIsRead() throws Exception {
        try (Server server = serve((request, response) -> {
                    if (request.path().equals("/read")) {
                        echo(request, response);
                    } else {
                        response.status(403);
                    }
                });
                RawClient reading = tcp(server);
                RawClient refused = tcp(server)) {
            String rest = " HTTP/1.1\r\nHost: d\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n";
            reading.send("POST /read" + rest);
            assertEquals("HTTP/1.1 100 Continue\r\n\r\n", reading.readThrough("\r\n\r\n"));
            reading.send("hi");
            assertTrue(reading.readThrough("\r\n\r\n").startsWith("HTTP/1.1 200 OK"));
            assertEquals("hi", reading.read(2));
            refused.send("POST /other" + rest);
            String answer = refused.readAll();
            assertTrue(answer.startsWith("HTTP/1.1 403 Forbidden\r\n"), answer);
            assertTrue(answer.contains("Connection: close"), answer);
        }
    }

    @Test
    void anUnreadBodyIsSkippedBeforeTheNextRequest() throws Exception {
        try (Server server = serve(ServerTest::path);
                RawClient client = unix(server)) {
            client.send("POST /1 HTTP/1.1\r\nHost: d\r\nContent-Length: 9\r\n\r\nGET / BAD");
            client.send("GET /2 HTTP/1.1\r\nHost: d\r\n\r\n");
            client.readThrough("/1");
            client.readThrough("/2");
        }
    }

    @Test
    void aHugeUnreadBodyEndsTheConnectionAfterTheAnswer() throws Exception {
        try (Server server = serve(ServerTest::path);
                RawClient client = tcp(server)) {
            client.send("POST /1 HTTP/1.1\r\nHost: d\r\nContent-Length: 100000000\r\n\r\n");
            client.send(new byte[200_000]);
            assertTrue(client.readAll().endsWith("\r\n\r\n/1"));
        }
    }

    @Test
    void anIdleConnectionIsClosedButNotABusyOne() throws Exception {
        Limits impatient = new Limits(1024, 4096, 32 << 10, 16 << 10, Duration.ofMillis(40), Duration.ofMillis(200));
        CountDownLatch idleIsClosed = new CountDownLatch(1);
        Server server =
                new Server(List.of(ListenAddress.Unix.at(directory.resolve("i"))), impatient, (request, response) -> {
                    idleIsClosed.await();
                    path(request, response);
                });
        server.start();
        try (server;
                RawClient busy = unix(server);
                RawClient idle = unix(server)) {
            busy.send("GET /busy HTTP/1.1\r\nHost: d\r\n\r\n");
            idle.send("GET / HTT");
            assertEquals("", idle.readAll());
            idleIsClosed.countDown();
            busy.readThrough("/busy");
        }
    }

    @Test
    void aBodyThatIsCutShortFailsItsReader() throws Exception {
        BlockingQueue<String> ends = new ArrayBlockingQueue<>(1);
        try (Server server = serve((request, _) -> {
            try {
                request.body().readAllBytes();
                ends.add("whole");
            } catch (IOException e) {
                ends.add(String.valueOf(e.getMessage()));
                throw e;
            }
        })) {
            try (RawClient client = unix(server)) {
                client.send("POST / HTTP/1.1\r\nHost: d\r\nContent-Length: 10\r\n\r\nabc");
            }
            assertEquals(
                    "the client ended the connection inside the body of 10 bytes", ends.poll(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void aBodyBeyondItsLimitIsAnInvalidArgument() throws Exception {
        BlockingQueue<Throwable> failures = new ArrayBlockingQueue<>(2);
        try (Server server = serve((request, response) -> {
                    try {
                        response.send(request.body(4));
                    } catch (InvalidArgument e) {
                        failures.add(e);
                        response.status(400);
                    }
                });
                RawClient client = unix(server)) {
            client.send("POST / HTTP/1.1\r\nHost: d\r\nContent-Length: 4\r\n\r\nabcd");
            client.readThrough("abcd");
            client.send("POST / HTTP/1.1\r\nHost: d\r\nContent-Length: 5\r\n\r\nabcde");
            client.readThrough("\r\n\r\n");
            client.send("POST / HTTP/1.1\r\nHost: d\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n");
            client.readThrough("\r\n\r\n");
            assertEquals(2, failures.size());
        }
    }

    @Test
    void aHandlerThatFailsIsA500OrACutStream() throws Exception {
        try (Server server = serve((request, response) -> {
                    if (request.path().equals("/late")) {
                        response.body().write('x');
                        response.body().flush();
                    }
                    throw new IllegalStateException("on purpose");
                });
                RawClient early = unix(server);
                RawClient late = unix(server)) {
            assertTrue(early.send("GET / HTTP/1.1\r\nHost: d\r\n\r\n").readAll().startsWith("HTTP/1.1 500 "));
            String cut = late.send("GET /late HTTP/1.1\r\nHost: d\r\n\r\n").readAll();
            assertFalse(cut.endsWith("0\r\n\r\n"), cut);
        }
    }

    @Test
    void headAndEmptyStatusesHaveNoBody() throws Exception {
        try (Server server = serve((request, response) -> {
                    response.status(request.path().equals("/304") ? 304 : 200);
                    response.body().write("text".getBytes(StandardCharsets.UTF_8));
                });
                RawClient client = unix(server)) {
            client.send("HEAD / HTTP/1.1\r\nHost: d\r\n\r\nGET /304 HTTP/1.1\r\nHost: d\r\n\r\n");
            assertTrue(client.readThrough("\r\n\r\n").contains("Content-Length: 4"));
            assertEquals("HTTP/1.1 304 Not Modified\r\n\r\n", client.readThrough("\r\n\r\n"));
        }
    }

    @Test
    void anOldClientGetsAnUnframedStreamAndTheEnd() throws Exception {
        try (Server server = serve((_, response) -> {
                    response.body().flush();
                    response.body().write('x');
                });
                RawClient client = tcp(server)) {
            String answer = client.send("GET / HTTP/1.0\r\n\r\n").readAll();
            assertEquals("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nx", answer);
        }
    }

    @Test
    void hundredsOfClientsAreServedAtOnce() throws Exception {
        int clients = 400;
        CountDownLatch all = new CountDownLatch(clients);
        try (Server server = serve((request, response) -> {
                    all.countDown();
                    all.await();
                    path(request, response);
                });
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                String path = "/" + i;
                answers.add(threads.submit(() -> {
                    try (RawClient client = unix(server)) {
                        client.send("GET " + path + " HTTP/1.1\r\nHost: d\r\n\r\n");
                        return client.readThrough("\r\n\r\n" + path);
                    }
                }));
            }
            for (Future<String> answer : answers) {
                assertTrue(answer.get().startsWith("HTTP/1.1 200"));
            }
        }
    }

    @Test
    void theSocketHasItsModeAndIsRemovedAtTheEnd() throws Exception {
        Path path = directory.resolve("mode");
        var address = new ListenAddress.Unix(path, 0660, Optional.of("no-such-group"));
        Server server = new Server(List.of(address), LIMITS, ServerTest::path);
        server.start();
        assertEquals("rw-rw----", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
        Server successor = new Server(List.of(address), LIMITS, ServerTest::path);
        successor.start();
        server.close();
        assertTrue(Files.exists(path), "the first server removed its successor's socket");
        successor.close();
        assertFalse(Files.exists(path));
    }

    @Test
    void withoutAnInheritedSocketListeningOnItIsRefused() {
        Server server = new Server(List.of(new ListenAddress.Inherited()), LIMITS, ServerTest::path);
        IOException refused = assertThrows(IOException.class, server::start);
        assertTrue(String.valueOf(refused.getMessage()).startsWith("cannot listen on fd://"));
    }

    @Test
    void aFileInTheSocketsPlaceIsKept() throws Exception {
        Path path = Files.writeString(directory.resolve("file"), "precious");
        Server server = new Server(List.of(ListenAddress.Unix.at(path)), LIMITS, ServerTest::path);
        IOException refused = assertThrows(IOException.class, server::start);
        assertTrue(String.valueOf(refused.getMessage()).startsWith("cannot listen on unix://" + path));
        assertEquals("precious", Files.readString(path));
    }

    @Test
    void closingInterruptsAtOnceWhatHasNoEnd() throws Exception {
        Limits patient = new Limits(1024, 4096, 32 << 10, 16 << 10, Duration.ofSeconds(20), Duration.ofMinutes(5));
        CountDownLatch busy = new CountDownLatch(2);
        Server server =
                new Server(List.of(ListenAddress.Unix.at(directory.resolve("e"))), patient, (request, response) -> {
                    if (request.path().equals("/hijacked")) {
                        try (Hijacked _ = response.hijack()) {
                            busy.countDown();
                            new CountDownLatch(1).await();
                        }
                    } else {
                        try (DisconnectWatch _ = request.interruptOnDisconnect()) {
                            busy.countDown();
                            new CountDownLatch(1).await();
                        }
                    }
                });
        server.start();
        try (RawClient hijacked = unix(server);
                RawClient watching = unix(server)) {
            hijacked.send("POST /hijacked HTTP/1.1\r\nHost: d\r\n\r\n");
            watching.send("GET /watching HTTP/1.1\r\nHost: d\r\n\r\n");
            busy.await();
            server.close();
            assertEquals("HTTP/1.1 200 OK\r\n\r\n", hijacked.readAll());
            assertEquals("", watching.readAll());
        }
    }

    @Test
    void closingLetsRequestsFinishAndThenInterruptsThem() throws Exception {
        CountDownLatch busy = new CountDownLatch(2);
        BlockingQueue<String> ends = new ArrayBlockingQueue<>(2);
        Server server = serve((request, response) -> {
            busy.countDown();
            if (request.path().equals("/quick")) {
                Await.until("the server is being closed", LIMIT, () -> !Files.exists(directory.resolve("s")));
                path(request, response);
            } else {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    ends.add("interrupted");
                    throw e;
                }
            }
        });
        try (RawClient quick = unix(server);
                RawClient endless = unix(server);
                RawClient idle = unix(server)) {
            quick.send("GET /quick HTTP/1.1\r\nHost: d\r\n\r\n");
            endless.send("GET /endless HTTP/1.1\r\nHost: d\r\n\r\n");
            busy.await();
            server.close();
            assertTrue(quick.readAll().endsWith("/quick"));
            assertEquals("interrupted", ends.poll(10, TimeUnit.SECONDS));
            assertEquals("", idle.readAll());
        }
    }
}
