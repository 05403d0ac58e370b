package io.djong.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.djong.model.container.ContainerConfig;
import io.djong.model.error.InvalidArgument;
import io.djong.model.json.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigMergeTest {
    private static ContainerConfig merge(String request, String image) {
        return new ConfigMerge(Json.read(request, ContainerConfig.class), Json.read(image, ContainerConfig.class))
                .merged("host");
    }

    @Test
    void theImagesCommandIsTakenWhereNoneIsAskedFor() {
        ContainerConfig merged = merge("{}", "{\"Entrypoint\":[\"/e\"],\"Cmd\":[\"c\"]}");
        assertEquals(List.of("/e"), merged.entrypoint());
        assertEquals(List.of("c"), merged.cmd());
    }

    @Test
    void anEntrypointAskedForDropsTheImagesCommand() {
        ContainerConfig merged = merge("{\"Entrypoint\":[\"/mine\"]}", "{\"Entrypoint\":[\"/e\"],\"Cmd\":[\"c\"]}");
        assertEquals(List.of("/mine"), merged.entrypoint());
        assertNull(merged.cmd());
    }

    @Test
    void anEmptyEntrypointClearsTheImages() {
        ContainerConfig merged = merge("{\"Entrypoint\":[\"\"],\"Cmd\":[\"sh\"]}", "{\"Entrypoint\":[\"/e\"]}");
        assertNull(merged.entrypoint());
        assertEquals(List.of("sh"), merged.cmd());
    }

    @Test
    void nothingToRunIsRefused() {
        InvalidArgument e = assertThrows(InvalidArgument.class, () -> merge("{}", "{}"));
        assertEquals("no command specified", e.message());
    }

    @Test
    void environmentAddsUpAndANameAloneStandsForNone() {
        ContainerConfig merged =
                merge("{\"Cmd\":[\"x\"],\"Env\":[\"B=mine\",\"C=new\",\"D\"]}", "{\"Env\":[\"A=1\",\"B=2\",\"D=4\"]}");
        assertEquals(List.of("B=mine", "C=new", "D", "A=1"), merged.env());
    }

    @Test
    void labelsAndPortsAddUp() {
        ContainerConfig merged = merge(
                "{\"Cmd\":[\"x\"],\"Labels\":{\"a\":\"2\"},\"ExposedPorts\":{\"80/tcp\":{}}}",
                "{\"Labels\":{\"a\":\"1\",\"b\":\"1\"},\"ExposedPorts\":{\"81/tcp\":{}}}");
        assertEquals(Map.of("a", "2", "b", "1"), merged.labels());
        assertEquals(2, merged.exposedPorts().size());
    }
}
