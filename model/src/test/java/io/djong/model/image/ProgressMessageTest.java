package io.djong.model.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.djong.model.image.ProgressMessage.Detail;
import io.djong.model.json.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressMessageTest {
    @Test
    void messagesLookAsTheDockerCliExpectsThem() {
        assertEquals("{\"status\":\"Digest: x\"}", Json.text(ProgressMessage.status("Digest: x")));
        assertEquals(
                "{\"status\":\"Pulling from library/x\",\"id\":\"latest\"}",
                Json.text(ProgressMessage.status("latest", "Pulling from library/x")));
        assertEquals(
                "{\"status\":\"Waiting\",\"progressDetail\":{},\"id\":\"abc\"}",
                Json.text(ProgressMessage.item("abc", "Waiting")));
        assertEquals(
                "{\"status\":\"Downloading\",\"progressDetail\":{\"current\":1,\"total\":2},\"progress\":\"[>]\",\"id\":\"abc\"}",
                Json.text(ProgressMessage.item("abc", "Downloading", new Detail(1, 2), "[>]")));
        assertEquals(
                "{\"errorDetail\":{\"message\":\"no\"},\"error\":\"no\"}", Json.text(ProgressMessage.failed(0, "no")));
        assertEquals("{\"aux\":{\"ID\":\"x\"}}", Json.text(ProgressMessage.result(Map.of("ID", "x"))));
    }

    @Test
    void messagesAreReadBack() {
        ProgressMessage message = ProgressMessage.item("abc", "Downloading", new Detail(1, 2), "[>]");
        assertEquals(message, Json.read(Json.bytes(message), ProgressMessage.class));
    }
}
