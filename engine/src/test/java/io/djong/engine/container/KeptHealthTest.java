package io.djong.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.djong.engine.health.Health;
import io.djong.engine.health.HealthStatus;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeptHealthTest {
    private static final ContainerState RUNNING = ContainerState.CREATED.running(7, Instant.EPOCH);
    private static final Health HEALTHY = new Health(HealthStatus.HEALTHY, 0, List.of());

    private static HealthStatus now(String started, ContainerState state) {
        return new ContainerTable.KeptHealth(started, HEALTHY).now(state).status();
    }

    @Test
    void theHealthOfARunIsThatRunsAlone() {
        assertEquals(HealthStatus.HEALTHY, now(Instant.EPOCH.toString(), RUNNING));
        assertEquals(HealthStatus.STARTING, now("1969-01-01T00:00:00Z", RUNNING));
    }

    @Test
    void nobodyIsHealthyWhoIsNotProbed() {
        assertEquals(HealthStatus.UNHEALTHY, now(Instant.EPOCH.toString(), RUNNING.exited(0, false, Instant.EPOCH)));
        assertEquals(HealthStatus.UNHEALTHY, now(Instant.EPOCH.toString(), RUNNING.withStatus(ContainerStatus.PAUSED)));
    }
}
