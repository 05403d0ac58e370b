package io.djong.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.model.error.InvalidArgument;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class WebSocketTest {
    /** The handshake of RFC 6455, section 1.3. */
    private static final String HANDSHAKE = "GET /chat HTTP/1.1\r\nHost: d\r\nUpgrade: websocket\r\n"
            + "Connection: keep-alive, Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + "Sec-WebSocket-Version: 13\r\n\r\n";

    private static final byte[] MASK = {1, 2, 3, 4};

    @TempDir
    Path directory;

    private final CountDownLatch gone = new CountDownLatch(1);

    private Server serve() throws IOException {
        return ServerTest.serve(directory, Limits.DEFAULT, this::echo);
    }

    private void echo(Request request, Response response) throws IOException {
        try (WebSocket socket = WebSocket.accept(request, response, WebSocket.Payload.BINARY, gone::countDown)) {
            socket.input().transferTo(socket.output());
        } catch (InvalidArgument e) {
            response.status(400).send(e.message().getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static RawClient open(Server server) throws IOException {
        RawClient client = RawClient.connect(server.bound().getFirst());
        String answer = client.send(HANDSHAKE).readThrough("\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 101 "), answer);
        assertTrue(answer.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"), answer);
        return client;
    }

    private static byte[] frame(int first, byte[] payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(first);
        if (payload.length <= 125) {
            out.write(0x80 | payload.length);
        } else {
            out.write(0x80 | 126);
            out.write(payload.length >>> 8);
            out.write(payload.length);
        }
        out.writeBytes(MASK);
        for (int i = 0; i < payload.length; i++) {
            out.write(payload[i] ^ MASK[i & 3]);
        }
        return out.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void messagesAreOneStreamAndEachWriteIsAMessage() throws Exception {
        try (Server server = serve();
                RawClient client = open(server)) {
            client.send(frame(0x82, ascii("hello")));
            assertEquals("\u0082\u0005hello", client.read(7));
            client.send(frame(0x01, ascii("in "))).send(frame(0x80, ascii("two")));
            assertEquals("\u0082\u0003in ", client.read(5));
            assertEquals("\u0082\u0003two", client.read(5));
            byte[] large = new byte[300];
            client.send(frame(0x82, large));
            assertEquals("\u0082~\u0001,", client.read(4));
            assertEquals(300, client.read(300).length());
        }
    }

    @Test
    void aPingIsAnsweredAlsoBetweenThePiecesOfAMessage() throws Exception {
        try (Server server = serve();
                RawClient client = open(server)) {
            client.send(frame(0x02, ascii("a")))
                    .send(frame(0x89, ascii("there?")))
                    .send(frame(0x8a, new byte[0]));
            assertEquals("\u0082\u0001a", client.read(3));
            assertEquals("\u008a\u0006there?", client.read(8));
            client.send(frame(0x80, ascii("b")));
            assertEquals("\u0082\u0001b", client.read(3));
        }
    }

    @Test
    void aCloseIsAnsweredAndEndsTheConnection() throws Exception {
        try (Server server = serve();
                RawClient client = open(server)) {
            client.send(frame(0x88, new byte[] {3, (byte) 0xe8}));
            assertEquals("\u0088\u0002\u0003\u00e8", client.readAll());
            assertTrue(gone.await(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void aClientThatVanishesIsNoticed() throws Exception {
        try (Server server = serve()) {
            open(server).send("\u0082").close();
            assertTrue(gone.await(10, TimeUnit.SECONDS));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "810548454c4c4f, 03ea, no mask",
        "c28001020304, 03ea, a reserved bit",
        "838001020304, 03ea, an unknown opcode",
        "808001020304, 03ea, a continuation of nothing",
        "0280010203048280, 03ea, a message within a message",
        "098001020304, 03ea, a ping in pieces",
        "89fe007e01020304, 03ea, a long ping",
        "88810102030400, 03ea, half a reason",
        "82ff7fffffffffffffff01020304, 03f1, a frame of 8 EiB",
        "82ffffffffffffffffff01020304, 03f1, a negative length"
    })
    void whoBreaksTheRulesIsToldWhyAndCutOff(String hex, String reason, String what) throws Exception {
        try (Server server = serve();
                RawClient client = open(server)) {
            client.send(HexFormat.of().parseHex(hex)).send(MASK);
            String answer = client.readAll();
            assertEquals("8802" + reason, HexFormat.of().formatHex(answer.getBytes(StandardCharsets.ISO_8859_1)), what);
            assertTrue(gone.await(10, TimeUnit.SECONDS));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Upgrade: websocket\r\n", "Connection: keep-alive, Upgrade\r\n", "Version: 13"})
    void whatIsNoHandshakeIsRefused(String missing) throws Exception {
        try (Server server = serve();
                RawClient client = RawClient.connect(server.bound().getFirst())) {
            String answer = client.send(HANDSHAKE.replace(missing, missing.equals("Version: 13") ? "Version: 8" : ""))
                    .readThrough("\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
            assertEquals(missing.equals("Version: 13"), answer.contains("Sec-WebSocket-Version: 13"), answer);
        }
    }
}
