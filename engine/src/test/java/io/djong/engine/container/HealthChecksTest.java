package io.djong.engine.container;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.engine.event.Events;
import io.djong.engine.health.ProbeResult;
import io.djong.model.ContainerId;
import io.djong.model.Digest;
import io.djong.model.container.ContainerConfig;
import io.djong.model.container.HostConfig;
import io.djong.model.json.Json;
import io.djong.store.db.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthChecksTest {
    @TempDir
    Path root;

    private static Container container() {
        return new Container(new ContainerRecord(
                new ContainerId("ab".repeat(32)),
                "probed",
                Instant.EPOCH,
                Digest.sha256(new byte[0]),
                Json.read(
                        "{\"Healthcheck\":{\"Test\":[\"CMD\",\"true\"],\"Interval\":1000000,\"StartInterval\":1000000}}",
                        ContainerConfig.class),
                HostConfig.EMPTY,
                "true",
                List.of(),
                Map.of(),
                ContainerState.CREATED.running(4711, Instant.EPOCH),
                Ties.NONE));
    }

    /** Counts the probes. */
    private record Counting(CountDownLatch probes) implements ContainerExecs {
        @Override
        public List<String> of(ContainerId container) {
            return List.of();
        }

        @Override
        public ProbeResult probe(ContainerId container, List<String> command, Duration timeout) {
            probes.countDown();
            return new ProbeResult(Instant.EPOCH, Instant.EPOCH, 0, "");
        }

        @Override
        public void ended(ContainerId container) {}

        @Override
        public void forget(ContainerId container) {}
    }

    @Test
    void probesGoOnWhereTheirResultCannotBeKept() throws Exception {
        CountDownLatch probes = new CountDownLatch(2);
        Container container = container();
        InstantSource clock = InstantSource.system();
        Database database = Database.open(root.resolve("state.db"), List.of(Events.SCHEMA)); // no table of health
        try (database;
                Alarms alarms = new Alarms()) {
            HealthChecks checks =
                    new HealthChecks(alarms, new Counting(probes), new Events(database, clock), clock, () -> 0);
            container.transition.lock();
            try {
                checks.started(container);
            } finally {
                container.transition.unlock();
            }
            assertTrue(probes.await(10, TimeUnit.SECONDS));
            checks.close(List.of(container));
        }
    }
}
