package io.djong.engine.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.djong.model.container.ContainerConfig;
import io.djong.model.container.HealthConfig;
import io.djong.model.error.InvalidArgument;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ImageChangesTest {
    private static ContainerConfig apply(String... changes) {
        return ImageChanges.apply(List.of(changes));
    }

    @Test
    void commandsHaveAnExecFormAndAShellForm() {
        assertEquals(List.of("a", "b c"), apply("CMD [\"a\", \"b c\"]").cmd());
        assertEquals(List.of("/bin/sh", "-c", "a | b"), apply("cmd a | b").cmd());
        assertEquals(
                List.of("/bin/sh", "-c", "[ -f x ]"),
                apply("ENTRYPOINT [ -f x ]").entrypoint());
        assertNull(apply("USER root").cmd());
    }

    @Test
    void laterVariablesReplaceEarlierOnes() {
        assertEquals(
                List.of("A=3", "B=2 x", "C=d e"),
                apply("ENV A=1 B=\"2 x\"", "ENV A=3", "ENV C d e").env());
    }

    @Test
    void portsVolumesAndLabelsAreSets() {
        ContainerConfig config =
                apply("EXPOSE 80 53/UDP", "VOLUME [\"/a\",\"/b\"]", "VOLUME /c", "LABEL x=1 'y z'=\"2 3\"");
        assertEquals(Set.of("80/tcp", "53/udp"), config.exposedPorts().keySet());
        assertEquals(Set.of("/a", "/b", "/c"), config.volumes().keySet());
        assertEquals(Map.of("x", "1", "y z", "2 3"), config.labels());
    }

    @Test
    void workDirectoriesAddUp() {
        assertEquals("/a/b", apply("WORKDIR /a", "WORKDIR b").workingDir());
    }

    @Test
    void healthChecksHaveOptions() {
        HealthConfig health =
                Objects.requireNonNull(apply("HEALTHCHECK --interval=5s --retries=2 CMD curl -f localhost")
                        .healthcheck());
        assertEquals(List.of("CMD-SHELL", "curl -f localhost"), health.test());
        assertEquals(5_000_000_000L, health.interval());
        assertEquals(2, health.retries());
        assertEquals(
                List.of("NONE"),
                Objects.requireNonNull(apply("HEALTHCHECK NONE").healthcheck()).test());
    }

    @Test
    void whatSaysNothingOfAConfigIsRefused() {
        assertEquals(
                "RUN is not a valid change command",
                assertThrows(InvalidArgument.class, () -> apply("run rm -rf /")).message());
        assertThrows(InvalidArgument.class, () -> apply("NONSENSE x"));
        assertThrows(InvalidArgument.class, () -> apply("ENV A"));
        assertThrows(InvalidArgument.class, () -> apply("EXPOSE http"));
        assertThrows(InvalidArgument.class, () -> apply("CMD"));
        assertThrows(InvalidArgument.class, () -> apply("ONBUILD FROM x"));
    }
}
