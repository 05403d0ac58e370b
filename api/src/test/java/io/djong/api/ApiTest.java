package io.djong.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.api.resource.MissingRoutes;
import io.djong.api.routing.Router;
import io.djong.api.stream.Conversation;
import io.djong.api.stream.MediaType;
import io.djong.engine.container.Attachment;
import io.djong.http.Limits;
import io.djong.http.ListenAddress;
import io.djong.http.Server;
import io.djong.model.container.ContainerConfig;
import io.djong.model.error.Cancelled;
import io.djong.model.error.Conflict;
import io.djong.model.error.EngineException;
import io.djong.model.error.Forbidden;
import io.djong.model.error.Internal;
import io.djong.model.error.InvalidArgument;
import io.djong.model.error.NotFound;
import io.djong.model.error.NotModified;
import io.djong.model.error.Unauthorized;
import io.djong.model.error.Unavailable;
import io.djong.model.json.Json;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The API's habits over a real connection, without an engine behind. */
@Timeout(30)
class ApiTest {
    private static final Map<String, EngineException> FAILURES = Map.of(
            "400", new InvalidArgument("bad"),
            "401", new Unauthorized("who"),
            "403", new Forbidden("no"),
            "404", new NotFound("No such container: x"),
            "304", new NotModified("already"),
            "409", new Conflict("taken"),
            "499", new Cancelled("gone"),
            "500", new Internal("broken"),
            "503", new Unavailable("later"));

    private final CountDownLatch headRead = new CountDownLatch(1);

    private final Server server = new Server(
            List.of(new ListenAddress.Tcp(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))),
            Limits.DEFAULT,
            new Api(routes(), "9.9"));

    @Test
    void whatTheEngineRefusesByItselfIsLoggedWithoutATrace() {
        assertTrue(Api.isOwnWord(new Internal("Container x is not paused", new Conflict("Container x is not paused"))));
        assertFalse(Api.isOwnWord(new Internal("unexpected", new IllegalStateException("oops"))));
        assertFalse(Api.isOwnWord(new Internal("failed", new Internal("inner", new IOException("disk")))));
    }

    private Attachment begin() {
        try {
            headRead.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new Conflict("it cannot begin");
    }

    private Router routes() {
        Router router = new Router()
                .on("GET", "/fail/{status}", call -> {
                    throw FAILURES.get(call.path("status"));
                })
                .on("GET", "/bug", _ -> {
                    throw new IllegalStateException("oops");
                })
                .on("GET", "/late", call -> {
                    call.stream(MediaType.JSON).write("half".getBytes(StandardCharsets.US_ASCII));
                    throw new Conflict("changed");
                })
                .on("POST", "/talk", call -> Conversation.hold(call, true, this::begin))
                .on("GET", "/object", call -> call.reply(Json.object().put("number", 1)))
                .on("GET", "/number", call -> call.reply(call.integer("n").orElse(-1)))
                .on("GET", "/flag", call -> call.reply(call.flag("f")))
                .on(
                        "POST",
                        "/config",
                        call -> call.reply(201, call.json(ContainerConfig.class).image()));
        new MissingRoutes().addTo(router);
        return router;
    }

    @BeforeEach
    void start() throws IOException {
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpURLConnection get(String path) throws IOException {
        int port = ((InetSocketAddress) server.bound().getFirst()).getPort();
        return (HttpURLConnection)
                URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
    }

    private static String body(HttpURLConnection connection) throws IOException {
        var stream = connection.getResponseCode() < 400 ? connection.getInputStream() : connection.getErrorStream();
        return stream == null ? "" : new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }

    private HttpURLConnection post(String path, String type, byte[] body) throws IOException {
        HttpURLConnection connection = get(path);
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", type);
        connection.setFixedLengthStreamingMode(body.length);
        connection.getOutputStream().write(body);
        return connection;
    }

    private HttpURLConnection post(String body) throws IOException {
        return post("/v1.41/config", "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void everyResponseNamesTheServerAndItsVersions() throws IOException {
        HttpURLConnection connection = get("/v1.24/object");
        assertEquals("{\"number\":1}\n", body(connection));
        assertEquals("1.51", connection.getHeaderField("Api-Version"));
        assertEquals("Djong/9.9 (linux)", connection.getHeaderField("Server"));
        assertEquals("linux", connection.getHeaderField("Ostype"));
        assertEquals("false", connection.getHeaderField("Docker-Experimental"));
        assertEquals("application/json", connection.getHeaderField("Content-Type"));
    }

    @Test
    void everyFailureHasItsStatusAndMessage() throws IOException {
        for (var failure : FAILURES.entrySet()) {
            HttpURLConnection connection = get("/fail/" + failure.getKey());
            assertEquals(failure.getKey(), Integer.toString(connection.getResponseCode()));
            String expected = "{\"message\":\"" + failure.getValue().message() + "\"}\n";
            assertEquals(failure.getKey().equals("304") ? "" : expected, body(connection));
        }
    }

    @Test
    void aMalformedChunkIsA400ThatSaysSo() throws IOException {
        InetSocketAddress address = (InetSocketAddress) server.bound().getFirst();
        try (Socket client = new Socket(address.getAddress(), address.getPort())) {
            String request = "POST /v1.41/config HTTP/1.1\r\nHost: d\r\nContent-Type: application/json\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\nzz\r\n";
            client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertTrue(answer.startsWith("HTTP/1.1 400 Bad Request\r\n"), answer);
            assertTrue(answer.endsWith("{\"message\":\"malformed request body: bad chunk size\"}\n"), answer);
        }
    }

    @Test
    void theHeadOfAConversationIsThereBeforeItBegins() throws IOException {
        InetSocketAddress address = (InetSocketAddress) server.bound().getFirst();
        try (Socket client = new Socket(address.getAddress(), address.getPort())) {
            String request = "POST /v1.41/talk HTTP/1.1\r\nHost: d\r\nUpgrade: tcp\r\nConnection: Upgrade\r\n\r\n";
            client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) client.getInputStream().read());
            }
            assertTrue(head.toString().startsWith("HTTP/1.1 101 "), head::toString);
            headRead.countDown();
            String said = new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertEquals("it cannot begin\r\n", said);
        }
    }

    @Test
    void aBugIsA500ThatSaysSo() throws IOException {
        HttpURLConnection connection = get("/bug");
        assertEquals(500, connection.getResponseCode());
        assertTrue(body(connection).contains("oops"));
    }

    @Test
    void aFailureBeforeTheFirstFlushReplacesTheStream() throws IOException {
        HttpURLConnection connection = get("/late");
        assertEquals(409, connection.getResponseCode());
        assertEquals("{\"message\":\"changed\"}\n", body(connection));
    }

    @Test
    void unknownPagesVersionsAndMissingPartsAreTold() throws IOException {
        assertEquals("{\"message\":\"page not found\"}\n", body(get("/nothing")));
        assertEquals(404, get("/v1.41/nothing").getResponseCode());
        HttpURLConnection old = get("/v1.12/volumes");
        assertEquals(400, old.getResponseCode());
        assertTrue(body(old).startsWith("{\"message\":\"client version 1.12 is too old. "));
        HttpURLConnection missing = get("/v1.51/plugins");
        assertEquals(501, missing.getResponseCode());
        assertEquals("{\"message\":\"plugins is not supported by this version of Djong\"}\n", body(missing));
    }

    @Test
    void whatIsNotThereIsAnsweredByName() throws IOException {
        for (String path :
                List.of("/plugins", "/plugins/x/json", "/nodes", "/services/web/logs", "/tasks/t", "/swarm")) {
            HttpURLConnection missing = get("/v1.41" + path);
            assertEquals(501, missing.getResponseCode(), path);
            assertTrue(body(missing).endsWith(" is not supported by this version of Djong\"}\n"), path);
        }
        for (String path :
                List.of("/session", "/secrets/create", "/configs/create", "/services/create", "/swarm/init")) {
            assertEquals(501, post(path, "application/json", new byte[0]).getResponseCode(), path);
        }
    }

    @Test
    void parametersAreReadAsGoReadsThem() throws IOException {
        assertEquals("true\n", body(get("/flag?f=1")));
        assertEquals("true\n", body(get("/flag?f=true")));
        assertEquals("false\n", body(get("/flag?f=False")));
        assertEquals("false\n", body(get("/flag?f=none")));
        assertEquals("false\n", body(get("/flag")));
        assertEquals("7\n", body(get("/number?n=7")));
        assertEquals(400, get("/number?n=x").getResponseCode());
    }

    @Test
    void malformedDocumentsAreRefused() throws IOException {
        assertEquals("\"busybox\"\n", body(post("{\"Image\":\"busybox\"}")));
        assertEquals(400, post("{bad").getResponseCode());
        assertEquals(400, post("[1,2]").getResponseCode());
        assertEquals(400, post("[".repeat(100_000)).getResponseCode());
        assertEquals(201, post("null").getResponseCode());
        HttpURLConnection form = post("/config", "application/x-www-form-urlencoded", new byte[] {'a'});
        assertEquals(400, form.getResponseCode());
        assertTrue(body(form).contains("unsupported Content-Type header (application/x-www-form-urlencoded)"));
    }

    @Test
    void anOversizedDocumentIsRefused() throws IOException {
        HttpURLConnection connection = get("/config");
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setChunkedStreamingMode(8192);
        connection.getOutputStream().write(new byte[(8 << 20) + 10]);
        assertEquals(400, connection.getResponseCode());
        assertTrue(body(connection).contains("request body too large"));
    }
}
