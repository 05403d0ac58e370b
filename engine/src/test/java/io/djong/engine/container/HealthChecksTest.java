package io.djong.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.engine.event.Events;
import io.djong.engine.health.HealthStatus;
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
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthChecksTest {
    @TempDir
    Path root;

    private static Container container() {
        return container(0);
    }

    private static Container container(int number) {
        return new Container(new ContainerRecord(
                new ContainerId(String.format("%064x", number)),
                "probed" + number,
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

    /** Probes that end when all containers are probed at once, and that tell of two at once in one container. */
    private static final class Together implements ContainerExecs {
        private final CountDownLatch all;
        private final CountDownLatch again;
        private final Map<ContainerId, Integer> probes = new ConcurrentHashMap<>();
        private final Set<ContainerId> probed = ConcurrentHashMap.newKeySet();
        private final Queue<String> faults = new ConcurrentLinkedQueue<>();

        Together(int containers) {
            all = new CountDownLatch(containers);
            again = new CountDownLatch(containers);
        }

        @Override
        public List<String> of(ContainerId container) {
            return List.of();
        }

        @Override
        public ProbeResult probe(ContainerId container, List<String> command, Duration timeout)
                throws InterruptedException {
            if (!probed.add(container)) {
                faults.add("two probes at once");
            }
            if (!Thread.currentThread().isVirtual()) {
                faults.add("a thread of the system's");
            }
            if (probes.merge(container, 1, Integer::sum) == 2) {
                again.countDown();
            }
            all.countDown();
            all.await();
            probed.remove(container);
            return new ProbeResult(Instant.EPOCH, Instant.EPOCH, 0, "");
        }

        @Override
        public void ended(ContainerId container) {}

        @Override
        public void forget(ContainerId container) {}
    }

    @Test
    void hundredsAreProbedAtOnceEachByOneProbeAtATime() throws Exception {
        List<Container> containers =
                IntStream.range(0, 400).mapToObj(HealthChecksTest::container).toList();
        Together execs = new Together(containers.size());
        InstantSource clock = InstantSource.system();
        Database database = Database.open(root.resolve("state.db"), List.of(Events.SCHEMA, ContainerTable.SCHEMA));
        try (database;
                Alarms alarms = new Alarms()) {
            HealthChecks checks = new HealthChecks(alarms, execs, new Events(database, clock), clock, () -> 0);
            for (Container container : containers) {
                container.transition.lock();
                try {
                    checks.started(container);
                } finally {
                    container.transition.unlock();
                }
            }
            assertTrue(execs.all.await(30, TimeUnit.SECONDS), "not all are probed at once");
            assertTrue(execs.again.await(30, TimeUnit.SECONDS), "not all are probed again");
            checks.close(containers);
        }
        assertEquals(List.of(), List.copyOf(execs.faults));
        assertTrue(containers.stream().allMatch(c -> c.health().orElseThrow().status() == HealthStatus.HEALTHY));
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
