package io.djong.api.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.djong.engine.container.ContainerState;
import io.djong.engine.container.ContainerStatus;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StatusTextTest {
    @Test
    void aStateIsToldInWords() {
        Instant now = Instant.parse("2026-01-01T00:10:00Z");
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        ContainerState running = ContainerState.CREATED.running(7, start);
        assertEquals("Created", StatusText.of(ContainerState.CREATED, now));
        assertEquals("Up 10 minutes", StatusText.of(running, now));
        assertEquals("Up 10 minutes (Paused)", StatusText.of(running.withStatus(ContainerStatus.PAUSED), now));
        assertEquals(
                "Exited (137) 5 minutes ago", StatusText.of(running.exited(137, false, start.plusSeconds(300)), now));
        assertEquals("Up Less than a second", StatusText.of(running, start.minusSeconds(5)));
    }
}
