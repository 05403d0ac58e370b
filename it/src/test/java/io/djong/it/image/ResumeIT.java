package io.djong.it.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.it.Host;
import io.djong.testkit.daemon.DaemonUnderTest;
import io.djong.testkit.image.LayerMaker;
import io.djong.testkit.image.RootFilesystem;
import io.djong.testkit.process.Await;
import io.djong.testkit.process.Result;
import io.djong.testkit.process.Running;
import io.djong.testkit.registry.FakeRegistry;
import io.djong.testkit.registry.SampleImage;
import io.djong.testkit.registry.SampleImage.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Pulls that are broken off, by the network or by the daemon's death, and go on. */
final class ResumeIT {
    @RegisterExtension
    static final Host HOST = Host.with();

    @TempDir
    static Path directory;

    private static FakeRegistry registry;
    private static SampleImage image;

    @BeforeAll
    static void publish() throws IOException {
        registry = FakeRegistry.start();
        byte[] base = Files.readAllBytes(RootFilesystem.pack(
                RootFilesystem.busybox(directory.resolve("busybox")), directory.resolve("busybox.tar")));
        byte[] noise = Files.readAllBytes(LayerMaker.layer(directory, 1, 2_000_000));
        image = SampleImage.publish(registry, "app", "v1", List.of(Layer.gzip(base), Layer.plain(noise)));
    }

    @AfterAll
    static void closeTheRegistry() {
        if (registry != null) {
            registry.close();
        }
    }

    @AfterEach
    void forget() {
        registry.faults().unstall();
        HOST.docker().run("rmi", "-f", name());
    }

    private static String name() {
        return registry.authority() + "/app:v1";
    }

    private static long requestsForLayers() {
        return registry.requests().stream()
                .filter(request -> request.contains(image.layers().getLast().digest()))
                .count();
    }

    /** Pulls until the registry sends no more, after so many bytes of each layer. */
    private static Running pullThatStalls(int bytes) {
        registry.faults().stallAfter(bytes);
        long before = requestsForLayers();
        Running pull = HOST.docker().start("pull", name()).closeInput();
        Await.until("the layers are asked for", Host.LIMIT, () -> requestsForLayers() > before);
        return pull;
    }

    private static void assertPulls() {
        registry.faults().unstall();
        HOST.docker().ok("pull", name());
        assertEquals(image.config(), HOST.docker().inspect(name(), "{{.Id}}"));
        HOST.docker().ok("run", "--rm", name(), "/bin/true");
        assertEquals("", HOST.docker().ok("ps", "-aq").out());
    }

    @Test
    void afterTheDaemonsDeathAtSeveralPoints() throws IOException {
        for (int point : List.of(0, 10_000, 1_000_000, 1_999_999)) {
            try (Running pull = pullThatStalls(point)) {
                awaitPartial(point);
                HOST.daemon().kill();
                Result broken = pull.finish(Host.LIMIT);
                assertTrue(broken.exit() != 0, broken::out);
            }
            HOST.daemon().start();
            assertEquals(
                    "busybox",
                    HOST.docker().ok("images", "--format", "{{.Repository}}").line());
            assertPulls();
            if (point > 0) {
                assertTrue(last().endsWith("bytes=" + point + "-"), registry.requests()::toString);
            }
            HOST.docker().ok("rmi", name());
        }
    }

    private static String last() {
        return registry.requests().stream()
                .filter(request -> request.contains(image.layers().getLast().digest()))
                .reduce("", (a, b) -> b);
    }

    /** Waits until the daemon has written down what it got. */
    private static void awaitPartial(int bytes) {
        String digest = image.layers().getLast().digest().replace(':', '-');
        Path partial = HOST.daemon().root().data().resolve("blobs/ingest").resolve(digest);
        Await.until(
                bytes + " bytes are here",
                Host.LIMIT,
                () -> bytes == 0 || (Files.exists(partial) && partial.toFile().length() == bytes));
    }

    @Test
    void afterTheClientHasGone() {
        try (Running pull = pullThatStalls(500_000)) {
            awaitPartial(500_000);
            pull.terminate();
            pull.finish(Host.LIMIT);
        }
        assertPulls();
        assertTrue(last().endsWith("bytes=500000-"), registry.requests()::toString);
    }

    @Test
    void throughAConnectionThatBreaks() {
        registry.faults().breakBlobs(300_000, 3);
        assertPulls();
        assertTrue(
                registry.requests().stream().anyMatch(request -> request.endsWith("bytes=300000-")),
                registry.requests()::toString);
    }

    @Test
    void throughMirrorsOfWhichMostAreDead() throws IOException {
        try (FakeRegistry hanging = FakeRegistry.start();
                FakeRegistry failing = FakeRegistry.start();
                FakeRegistry lying = FakeRegistry.start();
                DaemonUnderTest mirrored = DaemonUnderTest.fresh(HOST.daemon().kind())) {
            hanging.faults().hang();
            failing.faults().refuse(503, 1000);
            SampleImage _ = publishTo(lying);
            lying.faults().corruptBlobs();
            mirrored.configure("""
                    {"registry-config": {"mirrored.example:5000": {"mirrors": ["%s", "%s", "%s", "%s"]}}}
                    """.formatted(hanging.base(), failing.base(), lying.base(), registry.base()));
            mirrored.start();
            Result pull = mirrored.docker().ok("pull", "mirrored.example:5000/app:v1");
            assertTrue(pull.out().contains("Served by "), pull::out);
            assertTrue(pull.out().contains(registry.base()), pull::out);
            String info = mirrored.docker().ok("info").out();
            assertTrue(info.contains("Mirror " + registry.base() + ": in use, served last"), info);
        }
    }

    private static SampleImage publishTo(FakeRegistry other) throws IOException {
        byte[] base = Files.readAllBytes(directory.resolve("busybox.tar"));
        byte[] noise = Files.readAllBytes(LayerMaker.layer(directory, 1, 2_000_000));
        return SampleImage.publish(other, "app", "v1", List.of(Layer.gzip(base), Layer.plain(noise)));
    }
}
