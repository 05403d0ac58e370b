package io.djong.it.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.it.Host;
import io.djong.testkit.daemon.DockerCli;
import io.djong.testkit.image.LayerMaker;
import io.djong.testkit.image.OciLayout;
import io.djong.testkit.image.OciLayout.Image;
import io.djong.testkit.image.RootFilesystem;
import io.djong.testkit.process.Result;
import io.djong.testkit.process.Running;
import io.djong.testkit.registry.BrokenRegistry;
import io.djong.testkit.registry.Ports;
import io.djong.testkit.registry.Registry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class PullIT {
    @RegisterExtension
    static final Host HOST = Host.with();

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    static Path directory;

    private static Registry registry;
    private static OciLayout layout;
    private static Image image;
    private static List<Path> tars;

    @BeforeAll
    static void fillARegistry() {
        Registry.require();
        Path base = RootFilesystem.pack(
                RootFilesystem.busybox(directory.resolve("busybox")), directory.resolve("busybox.tar"));
        tars = List.of(base, LayerMaker.layer(directory, 1, 2_000_000), LayerMaker.layer(directory, 2, 2_000_000));
        layout = new OciLayout(directory.resolve("layout"));
        image = layout.add("v1", "\"Cmd\":[\"ls\",\"/layers\"],\"Env\":[\"PATH=/bin\"]", tars);
        registry = Registry.start(directory);
        registry.push(layout.directory(), "v1", "app");
    }

    @AfterAll
    static void closeTheRegistry() {
        if (registry != null) {
            registry.close();
        }
    }

    @AfterEach
    void removePulledImages() {
        Host.removeContainers(HOST.daemon());
        for (String pulled : HOST.docker()
                .ok("images", "-q", "--no-trunc", "--filter", "reference=127.0.0.1*/*")
                .lines()) {
            HOST.docker().run("rmi", "-f", pulled);
        }
    }

    @Test
    void byTag() {
        Result pull = HOST.docker().ok("pull", name("app:v1"));
        assertTrue(pull.out().contains("v1: Pulling from app"), pull::out);
        assertTrue(pull.out().contains("Digest: " + image.manifest()), pull::out);
        assertTrue(pull.out().contains("Status: Downloaded newer image for " + name("app:v1")), pull::out);
        assertEquals(image.config(), HOST.docker().inspect(name("app:v1"), "{{.Id}}"));
        assertEquals("1\n2\n", HOST.docker().ok("run", "--rm", name("app:v1")).out());
    }

    @Test
    void byDigest() {
        String byDigest = name("app@" + image.manifest());
        HOST.docker().ok("pull", byDigest);
        assertEquals(byDigest, HOST.docker().inspect(image.config(), "{{index .RepoDigests 0}}"));
        assertEquals("1\n2\n", HOST.docker().ok("run", "--rm", byDigest).out());
    }

    @Test
    void runPullsWhatIsMissing() {
        Result run = HOST.docker().ok("run", "--rm", name("app:v1"));
        assertEquals("1\n2\n", run.out());
        assertTrue(run.err().contains("Unable to find image '" + name("app:v1") + "' locally"), run::err);
    }

    @Test
    void aSecondPullSaysThatNothingIsNew() {
        HOST.docker().ok("pull", name("app:v1"));
        Result second = HOST.docker().ok("pull", name("app:v1"));
        assertTrue(second.out().contains("Status: Image is up to date for " + name("app:v1")), second::out);
    }

    @Test
    void aTagThatMoved() {
        registry.push(layout.directory(), "v1", "moving");
        HOST.docker().ok("pull", name("moving:v1"));
        OciLayout other = new OciLayout(directory.resolve("moved"));
        Image moved = other.add("v1", "\"Cmd\":[\"echo\",\"moved\"],\"Env\":[\"PATH=/bin\"]", tars);
        registry.push(other.directory(), "v1", "moving");
        HOST.docker().ok("pull", name("moving:v1"));
        assertEquals(moved.config(), HOST.docker().inspect(name("moving:v1"), "{{.Id}}"));
        assertEquals(
                "moved\n", HOST.docker().ok("run", "--rm", name("moving:v1")).out());
    }

    @Test
    void fourAtOnceShareTheirLayers() {
        List<Running> pulls = IntStream.range(0, 4)
                .mapToObj(i -> HOST.docker().start("pull", name("app:v1")).closeInput())
                .toList();
        pulls.forEach(pull -> pull.finish(LIMIT).ok());
        assertEquals("1\n2\n", HOST.docker().ok("run", "--rm", name("app:v1")).out());
    }

    @Test
    void allTags() {
        registry.push(layout.directory(), "v1", "tagged");
        OciLayout other = new OciLayout(directory.resolve("tagged"));
        Image second = other.add("v2", "\"Cmd\":[\"echo\",\"two\"],\"Env\":[\"PATH=/bin\"]", tars);
        registry.push(other.directory(), "v2", "tagged");
        Result pull = HOST.docker().ok("pull", "-a", name("tagged"));
        assertTrue(pull.out().contains("v1: Pulling from tagged"), pull::out);
        assertTrue(pull.out().contains("v2: Pulling from tagged"), pull::out);
        assertTrue(pull.out().contains("Status: Downloaded newer image for " + name("tagged") + "\n"), pull::out);
        assertEquals(image.config(), HOST.docker().inspect(name("tagged:v1"), "{{.Id}}"));
        assertEquals(second.config(), HOST.docker().inspect(name("tagged:v2"), "{{.Id}}"));
    }

    @Test
    void quietly() {
        assertEquals(
                name("app:v1") + "\n",
                HOST.docker().ok("pull", "-q", name("app:v1")).out());
    }

    @Test
    void anotherPlatformThanThereIs() {
        Result pull = HOST.docker()
                .run("pull", "--platform", "linux/s390x", name("app:v1"))
                .exits(1);
        assertTrue(pull.err().contains("linux/s390x"), pull::err);
    }

    @Test
    void aTagThatIsNotThere() {
        Result pull = HOST.docker().run("pull", name("app:nosuch")).exits(1);
        assertTrue(
                pull.err().contains("manifest for " + name("app:nosuch") + " not found: manifest unknown"), pull::err);
    }

    @Test
    void aRepositoryThatIsNotThere() {
        Result pull = HOST.docker().run("pull", name("nosuch:v1")).exits(1);
        assertTrue(pull.err().contains("not found"), pull::err);
    }

    @Test
    void aRegistryThatIsNotThere() {
        Result pull = HOST.docker()
                .run("pull", "127.0.0.1:" + Ports.free() + "/app:v1")
                .exits(1);
        assertTrue(pull.err().contains("connection refused"), pull::err);
    }

    @Test
    void aRegistryThatFails() {
        try (BrokenRegistry broken = BrokenRegistry.answering(500, "out of order")) {
            Result pull = HOST.docker()
                    .command("pull", broken.host() + "/app:v1")
                    .withLimit(LIMIT)
                    .run()
                    .exits(1);
            assertTrue(pull.err().contains("500 Internal Server Error"), pull::err);
        }
    }

    @Test
    void aRegistryThatIsSilentIsLeftByTheClient() {
        try (BrokenRegistry silent = BrokenRegistry.silent();
                Running pull =
                        HOST.docker().start("pull", silent.host() + "/app:v1").closeInput()) {
            silent.awaitRequest();
            pull.terminate();
            pull.finish(LIMIT);
        }
        assertEquals(
                "busybox",
                HOST.docker().ok("images", "--format", "{{.Repository}}").line());
    }

    @Test
    void aLayerThatIsNotWhatItsDigestSays() {
        Image bad = push("badlayer");
        // A gzip header's time: the content inflates as before, the digest differs.
        registry.edit(bad.layers().getFirst(), changeByte(5)); // the lowest: nothing above it is kept for a resumption
        Result pull = refused("badlayer");
        assertTrue(pull.err().toLowerCase(Locale.ROOT).contains("verif"), pull::err);
    }

    @Test
    void aLayerThatIsCutShort() {
        Image bad = push("shortlayer");
        registry.edit(bad.layers().getFirst(), bytes -> Arrays.copyOf(bytes, bytes.length / 2));
        refused("shortlayer");
    }

    @Test
    void aConfigurationThatIsNotWhatItsDigestSays() {
        Image bad = push("badconfig");
        registry.edit(bad.config(), replace("2024-01-01", "2025-01-01"));
        Result pull = refused("badconfig");
        assertTrue(pull.err().contains("digest"), pull::err);
    }

    @Test
    void aManifestThatIsNotWhatItsDigestSays() {
        Image bad = push("badmanifest");
        registry.edit(
                bad.manifest(),
                bytes -> (new String(bytes, StandardCharsets.UTF_8) + " ").getBytes(StandardCharsets.UTF_8));
        Result pull =
                HOST.docker().run("pull", name("badmanifest@" + bad.manifest())).exits(1);
        assertTrue(pull.err().contains("digest"), pull::err);
        assertEquals("", imageOf("badmanifest"));
    }

    /** An image that shares no blob with another, so that its blobs can be spoilt. */
    private static Image push(String repository) {
        int number = 100 + Math.floorMod(repository.hashCode(), 100_000);
        OciLayout own = new OciLayout(directory.resolve(repository));
        Image pushed = own.add(
                "v1",
                "\"Cmd\":[\"echo\",\"" + repository + "\"]",
                List.of(
                        LayerMaker.layer(directory, number, 1_000_000),
                        LayerMaker.layer(directory, number + 1, 1_000_000),
                        LayerMaker.layer(directory, number + 2, 1_000_000)));
        registry.push(own.directory(), "v1", repository);
        return pushed;
    }

    private static Result refused(String repository) {
        Result pull = HOST.docker().run("pull", name(repository + ":v1")).exits(1);
        assertEquals("", imageOf(repository));
        return pull;
    }

    private static String imageOf(String repository) {
        DockerCli docker = HOST.docker();
        return docker.ok("images", "-q", "--filter", "reference=" + name(repository))
                .line();
    }

    private static String name(String rest) {
        return registry.host() + "/" + rest;
    }

    private static UnaryOperator<byte[]> changeByte(int at) {
        return bytes -> {
            byte[] changed = bytes.clone();
            changed[at] ^= 1;
            return changed;
        };
    }

    private static UnaryOperator<byte[]> replace(String from, String to) {
        return bytes ->
                new String(bytes, StandardCharsets.UTF_8).replace(from, to).getBytes(StandardCharsets.UTF_8);
    }
}
