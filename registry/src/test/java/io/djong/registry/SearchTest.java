package io.djong.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SearchTest {
    @Test
    void theHubsAnswerIsRead() {
        String answer = """
                {"num_results":2,"query":"box","results":[
                {"name":"busybox","description":"Busybox base image.","is_official":true,"star_count":3300,"is_automated":false},
                {"name":"team/box","description":null,"is_official":false,"star_count":0}]}""";
        assertEquals(
                List.of(
                        new FoundRepository("busybox", "Busybox base image.", 3300, true),
                        new FoundRepository("team/box", "", 0, false)),
                Search.found(answer.getBytes(StandardCharsets.UTF_8)));
    }
}
