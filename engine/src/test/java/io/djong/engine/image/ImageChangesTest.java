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
        return ImageChanges.apply(ContainerConfig.EMPTY, List.of(changes));
    }

    private static String refusal(String... changes) {
        return assertThrows(InvalidArgument.class, () -> apply(changes)).message();
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
    void changesHaveNoNul() {
        assertEquals("invalid change: it has a NUL in it", refusal("WORKDIR a\0"));
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
        assertEquals("run is not a valid change command", refusal("RUN rm -rf /"));
        assertEquals("shell is not a valid change command", refusal("SHELL [\"sh\"]"));
        assertEquals("nonsense is not a valid change command", refusal("NONSENSE x"));
        assertEquals("file with no instructions", refusal(" "));
        assertEquals("ENV requires at least one argument", refusal("ENV"));
        assertEquals("ENV must have two arguments", refusal("ENV A"));
        assertEquals("ENV names can not be blank", refusal("ENV =a"));
        assertEquals("Invalid containerPort: http", refusal("EXPOSE http"));
        assertEquals("Invalid containerPort: 99999", refusal("EXPOSE 99999"));
        assertEquals("Invalid proto: foo", refusal("EXPOSE 80/foo"));
        assertEquals("FROM isn't allowed as an ONBUILD trigger", refusal("ONBUILD FROM x"));
        assertEquals("VOLUME specified can not be an empty string", refusal("VOLUME [\"\"]"));
        assertEquals("VOLUME requires at least one argument", refusal("VOLUME []"));
        assertEquals("Invalid signal: FOO", refusal("STOPSIGNAL FOO"));
        assertEquals(
                "when using JSON array syntax, arrays must be comprised of strings only", refusal("CMD [\"a\", 1]"));
    }

    @Test
    void healthChecksThatCannotBeAreRefused() {
        assertEquals("Unknown type \"FOO\" in HEALTHCHECK (try CMD)", refusal("HEALTHCHECK FOO"));
        assertEquals("Missing command after HEALTHCHECK CMD", refusal("HEALTHCHECK CMD"));
        assertEquals("Unknown flag: foo", refusal("HEALTHCHECK --foo=1s CMD x"));
        assertEquals("--retries must be at least 1 (not -1)", refusal("HEALTHCHECK --retries=-1 CMD x"));
        assertEquals("time: invalid duration \"1x\"", refusal("HEALTHCHECK --interval=1x CMD x"));
        assertEquals("HEALTHCHECK NONE takes no arguments", refusal("HEALTHCHECK NONE x"));
    }

    @Test
    void variablesStandForTheirValues() {
        ContainerConfig config = apply(
                "ENV A=1",
                "ENV B=${A}2 C='$A' D=\"${N:-$A x}\" E=${A:+y} F=\\$A",
                "WORKDIR /w$B",
                "USER u${A}",
                "EXPOSE 8${A}",
                "VOLUME /v$A",
                "LABEL l=$A");
        assertEquals(List.of("A=1", "B=12", "C=$A", "D=1 x", "E=y", "F=$A"), config.env());
        assertEquals("/w12", config.workingDir());
        assertEquals("u1", config.user());
        assertEquals(Set.of("81/tcp"), config.exposedPorts().keySet());
        assertEquals(Set.of("/v1"), config.volumes().keySet());
        assertEquals(Map.of("l", "1"), config.labels());
        assertEquals("unsupported modifier (:?x) in substitution", refusal("ENV A=${B:?x}"));
    }

    @Test
    void rangesOfPortsAreEachOfThem() {
        assertEquals(
                Set.of("7/udp", "8/udp", "9/udp"),
                apply("EXPOSE 7-9/udp").exposedPorts().keySet());
    }

    @Test
    void aNewProgramLosesTheArgumentsOfTheOldOne() {
        ContainerConfig before = apply("CMD [\"old\"]", "ENV A=1");
        ContainerConfig after = ImageChanges.apply(before, List.of("ENTRYPOINT [\"x\"]", "ENV A=2"));
        assertNull(after.cmd());
        assertEquals(List.of("x"), after.entrypoint());
        assertEquals(List.of("A=2"), after.env());
        assertEquals(List.of("y"), apply("CMD [\"y\"]", "ENTRYPOINT [\"x\"]").cmd());
    }

    @Test
    void instructionsMayGoOverSeveralLines() {
        assertEquals(List.of("A=1", "B=2"), apply("# first\nENV A=1 \\\n B=2").env());
    }
}
