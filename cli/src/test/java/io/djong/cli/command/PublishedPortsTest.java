package io.djong.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.djong.client.json.JsonArray;
import io.djong.client.json.JsonReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class PublishedPortsTest {
    private static String format(String json) {
        JsonArray ports = (JsonArray) JsonReader.parse(json.getBytes(StandardCharsets.UTF_8));
        return PublishedPorts.format(ports.objects());
    }

    @Test
    void portsOfEachKindHaveTheirForm() {
        assertEquals("", format("[]"));
        assertEquals("80/tcp", format("[{\"PrivatePort\":80,\"Type\":\"tcp\"}]"));
        assertEquals(
                "0.0.0.0:8080->80/tcp, [::]:8080->80/tcp",
                format("[{\"IP\":\"::\",\"PrivatePort\":80,\"PublicPort\":8080,\"Type\":\"tcp\"},"
                        + "{\"IP\":\"0.0.0.0\",\"PrivatePort\":80,\"PublicPort\":8080,\"Type\":\"tcp\"}]"));
    }

    @Test
    void portsInARowAreARange() {
        assertEquals(
                "80-82/tcp, 90/tcp, 0.0.0.0:7000-7001->7000-7001/tcp",
                format("[{\"PrivatePort\":82,\"Type\":\"tcp\"},{\"PrivatePort\":80,\"Type\":\"tcp\"},"
                        + "{\"PrivatePort\":81,\"Type\":\"tcp\"},{\"PrivatePort\":90,\"Type\":\"tcp\"},"
                        + "{\"IP\":\"0.0.0.0\",\"PrivatePort\":7000,\"PublicPort\":7000,\"Type\":\"tcp\"},"
                        + "{\"IP\":\"0.0.0.0\",\"PrivatePort\":7001,\"PublicPort\":7001,\"Type\":\"tcp\"}]"));
    }

    @Test
    void namesOfImagesAreCutAtTheirTag() {
        assertEquals(new ImageName("localhost:5000/a", "latest", false), ImageName.parse("localhost:5000/a"));
        assertEquals(new ImageName("localhost:5000/a", "1", true), ImageName.parse("localhost:5000/a:1"));
        assertEquals("a@sha256:12", ImageName.parse("a@sha256:12").familiar());
        assertEquals("docker.io/library/a:latest", ImageName.parse("a").canonical());
        assertEquals("docker.io/b/a:1", ImageName.parse("b/a:1").canonical());
        assertEquals("localhost/a:1", ImageName.parse("localhost/a:1").canonical());
    }
}
