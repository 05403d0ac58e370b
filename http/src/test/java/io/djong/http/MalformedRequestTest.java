package io.djong.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.model.error.InvalidArgument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a hostile or broken client may send as HTTP. */
@Timeout(30)
class MalformedRequestTest {
    private static final Limits LIMITS =
            new Limits(1024, 4096, 32 << 10, 16 << 10, Duration.ofSeconds(20), Duration.ofMillis(200));

    @TempDir
    Path directory;

    /** A server that answers with the request's body. */
    private Server serve() throws IOException {
        Server server = new Server(
                List.of(ListenAddress.Unix.at(directory.resolve("s"))),
                LIMITS,
                (request, response) -> response.send(request.body().readAllBytes()));
        server.start();
        return server;
    }

    @Test
    void malformedRequestsAreRefused() throws Exception {
        try (Server server = serve()) {
            assertEquals("400 Bad Request", refusal(server, "HELLO\r\n\r\n"));
            assertEquals("400 Bad Request", refusal(server, "GET / HTTP/1.1\r\n\r\n"));
            assertEquals("400 Bad Request", refusal(server, "GET /%zz HTTP/1.1\r\nHost: d\r\n\r\n"));
            assertEquals("400 Bad Request", refusal(server, "GET relative HTTP/1.1\r\nHost: d\r\n\r\n"));
            assertEquals("400 Bad Request", refusal(server, "GET / HTTP/1.1\r\nHost: d\r\nbad header\r\n\r\n"));
            assertEquals(
                    "400 Bad Request",
                    refusal(server, "POST / HTTP/1.1\r\nHost: d\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx"));
            assertEquals("505 HTTP Version Not Supported", refusal(server, "GET / HTTP/2.0\r\nHost: d\r\n\r\n"));
            assertEquals(
                    "414 Request URI Too Long",
                    refusal(server, "GET /" + "a".repeat(2000) + " HTTP/1.1\r\nHost: d\r\n\r\n"));
            assertEquals(
                    "431 Request Header Fields Too Large",
                    refusal(server, "GET / HTTP/1.1\r\nHost: d\r\nA: " + "a".repeat(5000) + "\r\n\r\n"));
        }
    }

    @Test
    void whatTwoReadersCouldUnderstandDifferentlyIsRefused() throws Exception {
        try (Server server = serve()) {
            String start = "POST / HTTP/1.1\r\nHost: d\r\n";
            assertEquals("400 Bad Request", refusal(server, start + "Content-Length: +5\r\n\r\nhello"));
            assertEquals("400 Bad Request", refusal(server, start + "Content-Length : 5\r\n\r\nhello"));
            assertEquals("400 Bad Request", refusal(server, start + "X: a\r\n folded\r\n\r\n"));
            assertEquals("400 Bad Request", refusal(server, start + "X: a\rb\r\n\r\n"));
            assertEquals("400 Bad Request", refusal(server, start + "X: a\0b\r\n\r\n"));
            assertEquals("400 Bad Request", refusal(server, start + "Host: e\r\n\r\n"));
            assertEquals(
                    "400 Bad Request",
                    refusal(server, start + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"));
            assertEquals("501 Not Implemented", refusal(server, start + "Transfer-Encoding: gzip, chunked\r\n\r\n"));
            assertEquals(
                    "501 Not Implemented",
                    refusal(server, start + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n"));
        }
    }

    @Test
    void chunkExtensionsAndTrailersAreSkipped() throws Exception {
        try (Server server = serve();
                RawClient client = RawClient.connect(server.bound().getFirst())) {
            client.send("POST / HTTP/1.1\r\nHost: d\r\nTransfer-Encoding: chunked\r\n\r\n");
            client.send("3;a=b\r\nabc\r\n0\r\nTrailer: x\r\n\r\nGET /next HTTP/1.1\r\nHost: d\r\n\r\n");
            client.readThrough("\r\n\r\nabc");
            assertTrue(client.readThrough("\r\n\r\n").contains("Content-Length: 0"));
        }
    }

    @Test
    void aMalformedBodyIsAnInvalidArgumentAndTheLastOfItsConnection() throws Exception {
        Server server =
                new Server(List.of(ListenAddress.Unix.at(directory.resolve("s"))), LIMITS, (request, response) -> {
                    try {
                        response.send(request.body().readAllBytes());
                    } catch (InvalidArgument e) {
                        response.status(400).send(e.message().getBytes(StandardCharsets.UTF_8));
                    }
                });
        server.start();
        try (server) {
            assertEquals("bad chunk size", malformed(server, "zz\r\n"));
            assertEquals("a chunk is longer than it said", malformed(server, "2\r\nabcd\r\n"));
            assertEquals("line too long", malformed(server, "1".repeat(5000) + "\r\n"));
            assertEquals("too many trailers", malformed(server, "0\r\n" + "a: b\r\n".repeat(102) + "\r\n"));
        }
    }

    /** What is wrong with a chunked body, according to an answer that is the connection's last. */
    private static String malformed(Server server, String body) throws IOException {
        String next = "GET /next HTTP/1.1\r\nHost: d\r\n\r\n";
        try (RawClient client = RawClient.connect(server.bound().getFirst())) {
            client.send("POST / HTTP/1.1\r\nHost: d\r\nTransfer-Encoding: chunked\r\n\r\n" + body + next);
            String answer = client.readAll();
            assertTrue(answer.startsWith("HTTP/1.1 400 Bad Request\r\n"), answer);
            assertTrue(answer.contains("Connection: close\r\n"), answer);
            String prefix = "\r\n\r\nmalformed request body: ";
            return answer.substring(answer.indexOf(prefix) + prefix.length());
        }
    }

    @Test
    void aMalformedBodyThatNobodyReadsEndsTheConnectionAfterTheAnswer() throws Exception {
        Server server = new Server(
                List.of(ListenAddress.Unix.at(directory.resolve("s"))), LIMITS, (_, response) -> response.status(200));
        server.start();
        try (server;
                RawClient client = RawClient.connect(server.bound().getFirst())) {
            client.send("POST / HTTP/1.1\r\nHost: d\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
            assertEquals("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", client.readAll());
        }
    }

    private static String refusal(Server server, String request) throws IOException {
        try (RawClient client = RawClient.connect(server.bound().getFirst())) {
            String answer = client.send(request).readAll();
            assertTrue(answer.contains("Connection: close\r\n"), answer);
            return answer.substring("HTTP/1.1 ".length(), answer.indexOf('\r'));
        }
    }
}
