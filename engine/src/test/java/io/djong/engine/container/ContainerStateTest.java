package io.djong.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ContainerStateTest {
    @Test
    void aStartThatFailsKeepsWhatIsKnownOfTheLastRun() {
        ContainerState ran = ContainerState.CREATED.running(7, Instant.EPOCH).exited(3, false, Instant.MAX);
        ContainerState failed = ran.failed(127, "no such file");
        assertEquals(ContainerStatus.EXITED, failed.status());
        assertEquals(127, failed.exitCode());
        assertEquals("no such file", failed.error());
        assertEquals(Instant.MAX, failed.finishedAt());
    }

    @Test
    void aFirstStartThatFailsLeavesItCreated() {
        assertEquals(
                ContainerStatus.CREATED,
                ContainerState.CREATED.failed(127, "no such file").status());
    }
}
