package io.djong.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.client.ContainerOperations.AttachOptions;
import io.djong.client.ContainerOperations.Exit;
import io.djong.client.ContainerOperations.ListOptions;
import io.djong.client.ContainerOperations.WaitCondition;
import io.djong.client.json.JsonObject;
import io.djong.model.error.Conflict;
import io.djong.model.error.EngineException;
import io.djong.model.error.Internal;
import io.djong.model.error.NotFound;
import io.djong.model.error.Unavailable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EngineClientTest {
    @TempDir
    Path directory;

    private ScriptedEngine engine(Function<String, String> answers) throws IOException {
        return ScriptedEngine.start(
                directory,
                request -> request.startsWith("HEAD /_ping")
                        ? "HTTP/1.1 200 OK\r\nApi-Version: 1.47\r\nContent-Length: 2\r\n\r\n"
                        : answers.apply(request));
    }

    @Test
    void theOlderVersionOfBothIsSpokenOnOneConnection() throws IOException {
        try (ScriptedEngine engine = engine(request -> ScriptedEngine.ok("{\"ID\":\"x\"}\n"));
                EngineClient client = engine.client()) {
            assertEquals("x", client.system().info().string("ID"));
            assertEquals("x", client.system().info().string("ID"));
            assertTrue(engine.requests().get(1).startsWith("GET /v1.47/info HTTP/1.1\r\n"));
            assertEquals(3, engine.requests().size());
            assertEquals(1, engine.connections());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "304, NotModified", "400, InvalidArgument", "401, Unauthorized", "403, Forbidden", "404, NotFound",
        "409, Conflict", "500, Internal", "501, NotImplemented", "503, Unavailable", "418, Internal"
    })
    void eachStatusIsAnErrorOfItsKind(int status, String kind) throws IOException {
        String head = "HTTP/1.1 " + status + " X\r\nContent-Length: 21\r\n\r\n";
        String answer = status == 304 ? head : head + "{\"message\":\"no luck\"}\n";
        try (ScriptedEngine engine = engine(request -> answer);
                EngineClient client = engine.client()) {
            EngineException error = assertThrows(
                    EngineException.class, () -> client.containers().inspect("a"));
            assertEquals(kind, error.getClass().getSimpleName());
            if (status != 304) {
                assertEquals("Error response from daemon: no luck", error.message());
            }
        }
    }

    @Test
    void anErrorThatIsNotJsonIsShownAsItIs() throws IOException {
        try (ScriptedEngine engine = engine(request -> "HTTP/1.1 404 X\r\nContent-Length: 14\r\n\r\npage not found");
                EngineClient client = engine.client()) {
            NotFound error =
                    assertThrows(NotFound.class, () -> client.containers().inspect("a"));
            assertEquals("Error response from daemon: page not found", error.message());
        }
    }

    @Test
    void nobodyListeningIsSaidInTheWordsThatUsersKnow() {
        Path socket = directory.resolve("nobody");
        try (EngineClient client = EngineClient.of(new Endpoint.Unix(socket.toString()))) {
            Unavailable error =
                    assertThrows(Unavailable.class, () -> client.system().ping());
            assertEquals(
                    "Cannot connect to the Docker daemon at unix://" + socket + ". Is the docker daemon running?",
                    error.message());
        }
    }

    @Test
    void aConnectionThatIsLostBeforeTheAnswerIsAnError() throws IOException {
        try (ScriptedEngine engine = engine(request -> "");
                EngineClient client = engine.client()) {
            assertThrows(Unavailable.class, () -> client.system().info());
        }
    }

    @Test
    void anAnswerThatIsCutIsAnError() throws IOException {
        try (ScriptedEngine engine = engine(request -> {
                    String head = "HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n";
                    return head + "5\r\n{\"ID\"\r\nzz\r\n";
                });
                EngineClient client = engine.client()) {
            assertThrows(Unavailable.class, () -> client.system().info());
        }
    }

    @Test
    void parametersAreEncoded() throws IOException {
        try (ScriptedEngine engine = engine(request -> ScriptedEngine.ok("[]"));
                EngineClient client = engine.client()) {
            client.containers().list(new ListOptions(true, 0, false, Map.of("label", List.of("a b=ü&c"))));
            String request = engine.requests().getLast();
            assertTrue(
                    request.startsWith("GET /v1.47/containers/json?all=1&filters="
                            + "%7B%22label%22%3A%7B%22a%20b%3D%C3%BC%26c%22%3Atrue%7D%7D HTTP/1.1\r\n"),
                    request);
        }
    }

    @Test
    void aNameOfAnImageKeepsItsSlashes() throws IOException {
        try (ScriptedEngine engine = engine(request -> ScriptedEngine.ok("{}"));
                EngineClient client = engine.client()) {
            client.images().inspect("localhost:5000/a/b:c?d");
            assertTrue(engine.requests()
                    .getLast()
                    .startsWith("GET /v1.47/images/localhost:5000/a/b:c%3Fd/json HTTP/1.1\r\n"));
        }
    }

    @Test
    void progressThatReportsAnErrorIsThrown() throws IOException {
        String body =
                "{\"status\":\"Pulling\"}\r\n{\"errorDetail\":{\"message\":\"digest is wrong\"},\"error\":\"x\"}\r\n";
        try (ScriptedEngine engine = engine(request -> ScriptedEngine.ok(body));
                EngineClient client = engine.client();
                Messages messages = client.images().pull("a", "latest", "")) {
            assertEquals("Pulling", messages.nextProgress().orElseThrow().string("status"));
            assertEquals(
                    "digest is wrong",
                    assertThrows(Internal.class, messages::nextProgress).message());
        }
    }

    @Test
    void anAttachmentGoesBothWaysAndTakesHalfAnEnd() throws IOException {
        String upgraded = "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\nhello";
        try (ScriptedEngine engine = engine(request -> upgraded);
                EngineClient client = engine.client();
                Attachment attachment =
                        client.containers().attach("a", new AttachOptions(true, true, true, false, ""))) {
            assertTrue(engine.requests().getLast().contains("\r\nUpgrade: tcp\r\n"));
            assertEquals("hello", new String(attachment.output().readNBytes(5), StandardCharsets.UTF_8));
            attachment.input().write("bye\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            assertEquals("HTTP/1.1", new String(attachment.output().readNBytes(8), StandardCharsets.UTF_8));
            assertEquals("bye\r\n\r\n", engine.requests().getLast());
            attachment.closeInput();
            attachment.output().transferTo(OutputStream.nullOutputStream());
        }
    }

    @Test
    void aWaitBeginsBeforeItsAnswerEnds() throws IOException {
        String answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n{\"StatusCode\":7}\r\n0\r\n\r\n";
        try (ScriptedEngine engine = engine(request -> answer);
                EngineClient client = engine.client();
                ContainerOperations.Waiting waiting = client.containers().await("a", WaitCondition.NEXT_EXIT)) {
            assertEquals(new Exit(7, ""), waiting.exit());
        }
    }

    @Test
    void aWaitWhoseEngineDiesIsNoSuccess() throws IOException {
        String answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
        try (ScriptedEngine engine = engine(request -> answer);
                EngineClient client = engine.client();
                ContainerOperations.Waiting waiting = client.containers().await("a", WaitCondition.NEXT_EXIT)) {
            assertTrue(waiting.exit().error().contains("stopped answering"));
        }
    }

    @Test
    void theReasonOfAServerThatRefusesABodyMidwayIsHeard() throws IOException {
        String refusal =
                "HTTP/1.1 409 Conflict\r\nContent-Length: 18\r\nConnection: close\r\n\r\n{\"message\":\"full\"}";
        try (ScriptedEngine engine = engine(request -> request.contains("chunked") ? refusal : "");
                EngineClient client = engine.client()) {
            InputStream endless = new ByteArrayInputStream(new byte[16 << 20]);
            EngineException error = assertThrows(
                    EngineException.class,
                    () -> client.images()
                            .importTar(endless, new ImageOperations.ImportOptions("a", "", "", List.of(), ""))
                            .close());
            assertInstanceOf(Conflict.class, error);
        }
    }

    @Test
    void aHeadWithoutEndIsRefused() throws IOException {
        String answer = "HTTP/1.1 200 OK\r\nX: " + "y".repeat(100_000) + "\r\n\r\n";
        try (ScriptedEngine engine = engine(request -> answer);
                EngineClient client = engine.client()) {
            assertThrows(Unavailable.class, () -> client.system().info());
        }
    }

    @Test
    void membersThatAreNotGivenAreNotSent() throws IOException {
        try (ScriptedEngine engine = engine(request -> ScriptedEngine.ok("{\"Id\":\"abc\",\"Warnings\":null}"));
                EngineClient client = engine.client()) {
            ContainerOperations.Created created = client.containers()
                    .create(JsonObject.builder().put("Image", "busybox").build(), "", "");
            assertEquals("abc", created.id());
            String request = engine.requests().getLast();
            assertTrue(request.startsWith("POST /v1.47/containers/create HTTP/1.1\r\n"), request);
            assertTrue(request.endsWith("\r\nContent-Length: 19\r\n\r\n{\"Image\":\"busybox\"}"), request);
        }
    }
}
