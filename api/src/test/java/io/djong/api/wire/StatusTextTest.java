package io.djong.api.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.djong.engine.container.ContainerState;
import io.djong.engine.container.ContainerStatus;
import io.djong.engine.health.Health;
import io.djong.engine.health.HealthStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusTextTest {
    @ParameterizedTest
    @CsvSource({"STARTING, (health: starting)", "HEALTHY, (healthy)", "UNHEALTHY, (unhealthy)"})
    void theHealthOfWhatRunsIsTold(HealthStatus status, String words) {
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        ContainerState running = ContainerState.CREATED.running(7, start);
        Optional<Health> health = Optional.of(new Health(status, 0, List.of()));
        assertEquals("Up 3 seconds " + words, StatusText.of(running, health, start.plusSeconds(3)));
        ContainerState ended = running.exited(0, false, start.plusSeconds(1));
        assertEquals("Exited (0) 2 seconds ago", StatusText.of(ended, health, start.plusSeconds(3)));
    }

    @Test
    void aStateIsToldInWords() {
        Instant now = Instant.parse("2026-01-01T00:10:00Z");
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        ContainerState running = ContainerState.CREATED.running(7, start);
        assertEquals("Created", StatusText.of(ContainerState.CREATED, Optional.empty(), now));
        assertEquals("Up 10 minutes", StatusText.of(running, Optional.empty(), now));
        assertEquals(
                "Up 10 minutes (Paused)",
                StatusText.of(running.withStatus(ContainerStatus.PAUSED), Optional.empty(), now));
        assertEquals(
                "Exited (137) 5 minutes ago",
                StatusText.of(running.exited(137, false, start.plusSeconds(300)), Optional.empty(), now));
        assertEquals("Up Less than a second", StatusText.of(running, Optional.empty(), start.minusSeconds(5)));
    }
}
