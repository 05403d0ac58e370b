package io.djong.it.upkeep;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.djong.it.Host;
import io.djong.testkit.daemon.DaemonUnderTest;
import io.djong.testkit.daemon.EngineKind;
import io.djong.testkit.image.LayerMaker;
import io.djong.testkit.process.Await;
import io.djong.testkit.process.Result;
import io.djong.testkit.process.Running;
import io.djong.testkit.registry.FakeRegistry;
import io.djong.testkit.registry.SampleImage;
import io.djong.testkit.registry.SampleImage.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A daemon that is killed while it changes its images leaves a store that is whole, wherever that happens. {@code
 * -Dkill.seconds=600 -Dkill.seed=…} kills more often, or at the same points again.
 */
final class KillPointsIT {
    private static final Duration LENGTH = Duration.ofSeconds(Long.getLong("kill.seconds", 20));
    private static final int NOISE = 4_000_000;

    @TempDir
    Path directory;

    private DaemonUnderTest daemon;
    private FakeRegistry source;
    private FakeRegistry target;

    private enum Work {
        PULL,
        PUSH,
        LOAD,
        IMPORT,
        COMMIT,
        PRUNE
    }

    @BeforeEach
    void start() throws IOException {
        Host.requirePrivileges();
        source = FakeRegistry.start();
        target = FakeRegistry.start();
        daemon = DaemonUnderTest.fresh(EngineKind.DJONGD).start();
        Host.importBusybox(daemon);
        Path noise = LayerMaker.layer(directory, 1, NOISE);
        SampleImage _ = SampleImage.publish(
                source,
                "app",
                "v1",
                List.of(
                        Layer.gzip(Files.readAllBytes(noise)),
                        Layer.plain(Files.readAllBytes(LayerMaker.layer(directory, 2, NOISE)))));
        daemon.docker().ok("import", noise.toString(), "noise");
        daemon.docker().ok("save", "-o", archive().toString(), "noise");
        daemon.docker().ok("run", "--name", "writer", "busybox", "sh", "-c", "cp -r /bin /copy; rm /bin/vi");
    }

    @AfterEach
    void close() {
        daemon.close();
        source.close();
        target.close();
    }

    private Path archive() {
        return directory.resolve("noise.tar");
    }

    @Test
    void killedAtAnyPointTheStoreIsWhole() throws IOException {
        long seed = Long.getLong("kill.seed", new SplittableRandom().nextLong());
        System.out.println("kill.seed=" + seed);
        SplittableRandom random = new SplittableRandom(seed);
        Map<Work, Duration> lengths = new EnumMap<>(Work.class);
        for (Work work : Work.values()) {
            prepare(work);
            lengths.put(work, daemon.docker().command(command(work)).run().ok().took());
        }
        Instant end = Instant.now().plus(LENGTH);
        for (int point = 0; Instant.now().isBefore(end); point++) {
            Work work = Work.values()[point % Work.values().length];
            prepare(work);
            Duration after = lengths.getOrDefault(work, Duration.ZERO)
                    .multipliedBy(random.nextInt(1000))
                    .dividedBy(1000);
            try (Running _ = daemon.docker().start(command(work))) {
                Await.pause(after);
                daemon.kill();
            }
            Result check = daemon.instead("--check");
            assertEquals(0, check.exit(), () -> work + " killed after " + after + ": " + check);
            daemon.start();
        }
        assertEquals(
                "vi",
                daemon.docker().ok("diff", "writer").lines().stream()
                        .filter(line -> line.startsWith("D /bin/"))
                        .map(line -> line.substring("D /bin/".length()))
                        .findFirst()
                        .orElse(""));
        daemon.docker().ok("run", "--rm", "busybox", "true");
    }

    /** So that the work is to be done, wherever it was killed before. */
    private void prepare(Work work) throws IOException {
        switch (work) {
            case PULL, LOAD -> daemon.docker().ok("image", "prune", "-a", "-f");
            case PUSH -> {
                target.close();
                target = FakeRegistry.start();
                daemon.docker().ok("load", "-q", "-i", archive().toString());
                daemon.docker().ok("tag", "noise", target.authority() + "/noise");
            }
            case PRUNE -> {
                daemon.docker().ok("load", "-q", "-i", archive().toString());
                daemon.docker().ok("pull", "-q", source.authority() + "/app:v1");
            }
            case IMPORT, COMMIT -> {
                // Always new.
            }
        }
    }

    private String[] command(Work work) {
        return switch (work) {
            case PULL -> new String[] {"pull", "-q", source.authority() + "/app:v1"};
            case PUSH -> new String[] {"push", "-q", target.authority() + "/noise"};
            case LOAD -> new String[] {"load", "-q", "-i", archive().toString()};
            case IMPORT ->
                new String[] {"import", directory.resolve("layer1.tar").toString(), "imported"};
            case COMMIT -> new String[] {"commit", "writer", "committed"};
            case PRUNE -> new String[] {"image", "prune", "-a", "-f"};
        };
    }
}
