package io.djong.it.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.it.Host;
import io.djong.testkit.image.LayerMaker;
import io.djong.testkit.image.OciLayout;
import io.djong.testkit.image.OciLayout.Image;
import io.djong.testkit.image.RootFilesystem;
import io.djong.testkit.process.Command;
import io.djong.testkit.process.Result;
import io.djong.testkit.registry.FakeRegistry;
import io.djong.testkit.registry.Gate;
import io.djong.testkit.registry.Registry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class PushIT {
    @RegisterExtension
    static final Host HOST = Host.with();

    @TempDir
    static Path directory;

    private static Registry registry;
    private static Image image;
    private static String index;

    @BeforeAll
    static void fillARegistry() {
        Registry.require();
        Path base = RootFilesystem.pack(
                RootFilesystem.busybox(directory.resolve("busybox")), directory.resolve("busybox.tar"));
        OciLayout layout = new OciLayout(directory.resolve("layout"));
        image = layout.add(
                "v1",
                "\"Cmd\":[\"ls\",\"/layers\"],\"Env\":[\"PATH=/bin\"]",
                List.of(base, LayerMaker.layer(directory, 1, 2_000_000)));
        index = layout.attest("attested", image);
        registry = Registry.start(directory);
        registry.push(layout.directory(), "v1", "app");
        registry.push(layout.directory(), "attested", "app");
    }

    @AfterAll
    static void closeTheRegistry() {
        if (registry != null) {
            registry.close();
        }
    }

    @AfterEach
    void removeImages() {
        for (String id : HOST.docker()
                .ok("images", "-q", "--no-trunc", "--filter", "reference=127.0.0.1*/*")
                .lines()) {
            if (!id.equals(HOST.docker().inspect("busybox", "{{.Id}}"))) {
                HOST.docker().run("rmi", "-f", id);
            }
        }
        for (String tag : HOST.docker()
                .ok("images", "--format", "{{.Repository}}:{{.Tag}}", "--filter", "reference=127.0.0.1*/*")
                .lines()) {
            HOST.docker().run("rmi", tag);
        }
    }

    private static String name(String rest) {
        return registry.host() + "/" + rest;
    }

    private static String digestOf(String reference) {
        return Command.of("skopeo", "inspect", "--tls-verify=false", "--format", "{{.Digest}}", "docker://" + reference)
                .run()
                .ok()
                .line();
    }

    @Test
    void whatWasPulledKeepsItsDigestAndIsMounted() {
        HOST.docker().ok("pull", name("app:v1"));
        HOST.docker().ok("tag", name("app:v1"), name("copy/of:v2"));
        Result push = HOST.docker().ok("push", name("copy/of:v2"));
        assertTrue(push.out().contains("The push refers to repository [" + name("copy/of") + "]"), push::out);
        assertTrue(push.out().contains("Mounted from app"), push::out);
        assertTrue(push.out().contains("v2: digest: " + image.manifest() + " size: "), push::out);
        assertEquals(image.manifest(), digestOf(name("copy/of:v2")));
        Result again = HOST.docker().ok("push", name("copy/of:v2"));
        assertTrue(again.out().contains("Layer already exists"), again::out);
    }

    @Test
    void whatWasMadeHereIsPulledElsewhere() {
        HOST.docker().ok("run", "--name", "maker", "busybox", "sh", "-c", "echo pushed > /message");
        HOST.docker().ok("commit", "--change", "CMD [\"cat\",\"/message\"]", "maker", name("made:v1"));
        HOST.docker().ok("rm", "maker");
        Result push = HOST.docker().ok("push", name("made:v1"));
        assertTrue(push.out().contains("Pushed"), push::out);
        String digest = digestOf(name("made:v1"));
        assertTrue(push.out().contains("v1: digest: " + digest + " size: "), push::out);
        assertTrue(HOST.docker().inspect(name("made:v1"), "{{.RepoDigests}}").contains(name("made@" + digest)));
        String id = HOST.docker().inspect(name("made:v1"), "{{.Id}}");
        HOST.docker().ok("rmi", name("made:v1"));
        HOST.docker().ok("pull", name("made:v1"));
        assertEquals(id, HOST.docker().inspect(name("made:v1"), "{{.Id}}"));
        assertEquals(
                "pushed\n", HOST.docker().ok("run", "--rm", name("made:v1")).out());
        Path copy = directory.resolve("copy");
        Command.of("skopeo", "--insecure-policy", "copy", "--quiet", "--src-tls-verify=false")
                .and("docker://" + name("made:v1"), "dir:" + copy)
                .run()
                .ok();
    }

    @Test
    void anIndexGoesWholeWithItsAttestations() {
        HOST.docker().ok("pull", name("app:attested"));
        HOST.docker().ok("tag", name("app:attested"), name("copy/whole:v1"));
        Result push = HOST.docker().ok("push", name("copy/whole:v1"));
        assertTrue(push.out().contains("v1: digest: " + index + " size: "), push::out);
        Path copy = directory.resolve("whole");
        Command.of("skopeo", "--insecure-policy", "copy", "--quiet", "--all", "--preserve-digests")
                .and("--src-tls-verify=false", "docker://" + name("copy/whole@" + index), "dir:" + copy)
                .run()
                .ok();
    }

    @Test
    void aPushGoesOnWhereTheConnectionOrTheTokenEnds() throws IOException {
        HOST.docker().ok("pull", name("app:v1"));
        try (FakeRegistry other = FakeRegistry.start()) {
            other.gate().require(Gate.Kind.TOKEN);
            other.faults().breakUploads(700_000, 2);
            other.faults().expireTokensAtBreaks();
            String target = other.authority() + "/team/app:v1";
            HOST.docker().ok("tag", name("app:v1"), target);
            Result push = HOST.docker().ok("push", target);
            assertTrue(push.out().contains("v1: digest: " + image.manifest() + " size: "), push::out);
            assertTrue(
                    other.requests().stream().anyMatch(request -> request.contains(" 700000-")),
                    other.requests()::toString);
            HOST.docker().ok("rmi", target);
            HOST.docker().ok("pull", target);
            HOST.docker().ok("rmi", target);
        }
    }

    @Test
    void aRegistryThatTakesNotMuchIsToldOf() throws IOException {
        try (FakeRegistry other = FakeRegistry.start()) {
            other.faults().takeAtMost(100);
            String target = other.authority() + "/team/app:v1";
            HOST.docker().ok("tag", "busybox", target);
            Result push = HOST.docker().run("push", target).exits(1);
            assertTrue(push.err().contains("does not take that much at a time: 413 Request Entity"), push::err);
            HOST.docker().ok("rmi", target);
        }
    }

    @Test
    void allTags() {
        HOST.docker().ok("tag", "busybox", name("many:a"));
        HOST.docker().ok("tag", "busybox", name("many:b"));
        Result push = HOST.docker().ok("push", "-a", name("many"));
        assertTrue(push.out().contains("a: digest: "), push::out);
        assertTrue(push.out().contains("b: digest: "), push::out);
        assertEquals(digestOf(name("many:a")), digestOf(name("many:b")));
    }

    @Test
    void whatIsNotThere() {
        Result push = HOST.docker().run("push", name("nothing:v1")).exits(1);
        assertTrue(push.err().contains("An image does not exist locally with the tag: " + name("nothing")), push::err);
        HOST.docker().ok("tag", "busybox", name("some:v1"));
        Result other = HOST.docker().run("push", name("some:v2")).exits(1);
        assertTrue(other.err().contains("tag does not exist: " + name("some:v2")), other::err);
    }

    @Test
    void aRegistryThatIsNotThere() {
        HOST.docker().ok("tag", "busybox", "127.0.0.1:1/app:v1");
        Result push = HOST.docker().run("push", "127.0.0.1:1/app:v1").exits(1);
        assertTrue(push.err().contains("connection refused"), push::err);
    }
}
