package io.djong.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.djong.model.error.Internal;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PsOutputTest {
    @Test
    void onlyTheProcessesAskedForAreSelected() {
        assertEquals(
                List.of(List.of("PID", "COMMAND"), List.of("7", "sleep 100")),
                PsOutput.select("  PID COMMAND\n    1 init\n    7 sleep 100\n", Set.of(7L)));
    }

    @Test
    void threadsComeWithTheirProcess() {
        String output = "PID TID CMD\n1 - init\n- 1 -\n7 - sleep\n- 7 -\n- 8 -\n";
        assertEquals(
                List.of(
                        List.of("PID", "TID", "CMD"),
                        List.of("7", "-", "sleep"),
                        List.of("-", "7", "-"),
                        List.of("-", "8", "-")),
                PsOutput.select(output, Set.of(7L)));
    }

    @Test
    void withoutAColumnOfNumbersNothingCanBeSelected() {
        assertEquals(
                "Couldn't find PID field in ps output",
                assertThrows(Internal.class, () -> PsOutput.select("COMMAND\ninit\n", Set.of(1L)))
                        .message());
        assertThrows(Internal.class, () -> PsOutput.select("", Set.of(1L)));
        assertThrows(Internal.class, () -> PsOutput.select("PID CMD\nx y\n", Set.of(1L)));
    }

    @Test
    void anotherColumnMustNotBeCalledPid() {
        PsOutput.check("-o pid=PID -o comm");
        assertEquals(
                "specifying \"comm=PID\" is not allowed",
                assertThrows(Internal.class, () -> PsOutput.check("-o comm=PID"))
                        .message());
    }
}
