package io.djong.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class HijackTest {
    private static final String UPGRADE = "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n";

    @TempDir
    Path directory;

    private Server serve(Handler handler) throws IOException {
        return ServerTest.serve(directory, Limits.DEFAULT, handler);
    }

    private static Hijacked upgrade(Response response) throws IOException {
        return response.status(101)
                .header("Connection", "Upgrade")
                .header("Upgrade", "tcp")
                .hijack();
    }

    private static void echo(Request request, Response response) throws IOException {
        try (Hijacked raw = upgrade(response)) {
            raw.input().transferTo(raw.output());
            raw.output().write("end of input".getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Test
    void theClientsEndOfOutputIsTheEndOfInputAndTheAnswerStillArrives() throws Exception {
        try (Server server = serve(HijackTest::echo)) {
            for (SocketAddress address : server.bound()) {
                try (RawClient client = RawClient.connect(address)) {
                    client.send("POST / HTTP/1.1\r\nHost: d\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
                    assertEquals(UPGRADE, client.readThrough("\r\n\r\n"));
                    client.send("hello ");
                    assertEquals("hello ", client.read(6));
                    client.send("again ").endOutput();
                    assertEquals("again end of input", client.readAll());
                }
            }
        }
    }

    @Test
    void bytesSentWithTheRequestAreTheStreamsFirst() throws Exception {
        try (Server server = serve(HijackTest::echo);
                RawClient client = RawClient.connect(server.bound().getFirst())) {
            client.send("POST / HTTP/1.1\r\nHost: d\r\nContent-Length: 2\r\n\r\n{}GET /early HTTP/1.1\r\n\r\n");
            client.endOutput();
            assertEquals(UPGRADE, client.readThrough("\r\n\r\n"));
            assertEquals("GET /early HTTP/1.1\r\n\r\nend of input", client.readAll());
        }
    }

    @Test
    void withoutAnUpgradeTheStreamFollowsA200() throws Exception {
        try (Server server = serve((_, response) -> {
                    response.header("Content-Type", "application/vnd.docker.raw-stream");
                    try (Hijacked raw = response.hijack()) {
                        raw.output().write('x');
                    }
                });
                RawClient client = RawClient.connect(server.bound().getFirst())) {
            String answer = client.send("POST / HTTP/1.1\r\nHost: d\r\n\r\n").readAll();
            assertEquals("HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\nx", answer);
        }
    }

    @Test
    void ourEndOfOutputLeavesTheClientsOutputOpen() throws Exception {
        BlockingQueue<String> received = new ArrayBlockingQueue<>(1);
        try (Server server = serve((_, response) -> {
                    try (Hijacked raw = upgrade(response)) {
                        raw.output().write(new byte[300_000]);
                        raw.shutdownOutput();
                        received.add(new String(raw.input().readAllBytes(), StandardCharsets.US_ASCII));
                    }
                });
                RawClient client = RawClient.connect(server.bound().get(1))) {
            client.send("POST / HTTP/1.1\r\nHost: d\r\n\r\n");
            client.readThrough("\r\n\r\n");
            assertEquals(300_000, client.readAll().length());
            client.send("late").endOutput();
            assertEquals("late", received.poll(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void bothDirectionsRunAtOnceUnderPressure() throws Exception {
        byte[] data = new byte[8 << 20];
        new Random(2).nextBytes(data);
        try (Server server = serve(HijackTest::echo);
                RawClient client = RawClient.connect(server.bound().getFirst())) {
            client.send("POST / HTTP/1.1\r\nHost: d\r\n\r\n");
            client.readThrough("\r\n\r\n");
            Thread sender = Thread.ofVirtual().start(() -> {
                try {
                    client.send(data).endOutput();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            byte[] echoed = client.read(data.length).getBytes(StandardCharsets.ISO_8859_1);
            sender.join();
            assertArrayEquals(data, echoed);
            assertEquals("end of input", client.readAll());
        }
    }

    @Test
    void aClientThatDiesFailsTheWriter() throws Exception {
        CountDownLatch failed = new CountDownLatch(1);
        try (Server server = serve((_, response) -> {
            try (Hijacked raw = upgrade(response)) {
                while (true) {
                    raw.output().write(new byte[1000]);
                }
            } catch (IOException e) {
                failed.countDown();
                throw e;
            }
        })) {
            try (RawClient client = RawClient.connect(server.bound().getFirst())) {
                client.send("POST / HTTP/1.1\r\nHost: d\r\n\r\n");
                client.readThrough("\r\n\r\n");
            }
            assertTrue(failed.await(10, TimeUnit.SECONDS));
        }
    }
}
