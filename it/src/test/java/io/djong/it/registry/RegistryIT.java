package io.djong.it.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.it.Host;
import io.djong.testkit.Privilege;
import io.djong.testkit.image.OciLayout;
import io.djong.testkit.image.RootFilesystem;
import io.djong.testkit.image.Sha256;
import io.djong.testkit.process.Await;
import io.djong.testkit.process.Command;
import io.djong.testkit.process.Result;
import io.djong.testkit.process.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The registry within the daemon, the mirror of its images, and the registry as a program of its own. */
final class RegistryIT {
    private static final int EMBEDDED = 5901;
    private static final int MIRROR = 5902;
    private static final int PROGRAM = 5903;

    /** {@code ann}, whose password is {@code secret}. */
    private static final String USERS = "ann:$2y$05$5xI/Syhb2p7z1wR/PHWwR.3cqQXrHi2I6BXT3HoMWVW8Akmg8MnAC\n";

    @RegisterExtension
    static final Host HOST = Host.with(
            "--serve-registry",
            "127.0.0.1:" + EMBEDDED,
            "--serve-registry-opt",
            "htpasswd=" + users(),
            "--serve-registry-opt",
            "anonymous-pull=true",
            "--serve-mirror",
            "127.0.0.1:" + MIRROR,
            "--registry-mirror",
            "http://127.0.0.1:" + EMBEDDED);

    @TempDir
    static Path shared;

    @TempDir
    Path directory;

    @BeforeAll
    static void makeAnImage() throws IOException {
        for (String program : List.of("skopeo", "curl")) {
            Path _ = Privilege.program(program);
        }
        Path tar = RootFilesystem.pack(RootFilesystem.busybox(shared.resolve("tree")), shared.resolve("layer.tar"));
        OciLayout layout = new OciLayout(Files.createDirectories(shared.resolve("oci")));
        layout.add("v1", "\"Cmd\":[\"echo\",\"hello\"]", List.of(tar));
    }

    private static Path users() {
        try {
            Path file = Files.createTempFile("registry-users", "");
            file.toFile().deleteOnExit();
            return Files.writeString(file, USERS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Command skopeo(String... words) {
        return Command.of("skopeo", "--insecure-policy").and(words);
    }

    private static void push(int port, String name, String image) {
        skopeo("copy", "--quiet", "--preserve-digests", "--dest-tls-verify=false")
                .and("--dest-creds=ann:secret")
                .and("oci:" + shared.resolve("oci") + ":" + image, "docker://127.0.0.1:" + port + "/" + name)
                .run()
                .ok();
    }

    private static String digest(int port, String name) {
        return skopeo("inspect", "--tls-verify=false", "--format", "{{.Digest}}")
                .and("docker://127.0.0.1:" + port + "/" + name)
                .run()
                .ok()
                .line();
    }

    @Test
    void anImageGoesThroughTheDaemonsRegistry() {
        push(EMBEDDED, "team/app:v1", "v1");
        String name = "127.0.0.1:" + EMBEDDED + "/team/app";
        String digest = digest(EMBEDDED, "team/app:v1");
        assertTrue(HOST.docker().ok("pull", name + ":v1").out().contains("Digest: " + digest));
        assertEquals("hello", HOST.docker().ok("run", "--rm", name + ":v1").line());
        HOST.docker().ok("rmi", name + ":v1");
        HOST.docker().ok("pull", name + "@" + digest);
        HOST.docker().ok("rmi", name + "@" + digest);
        Result missing = HOST.docker().run("pull", name + ":v2");
        assertTrue(missing.err().contains("manifest unknown"), missing::toString);
        HOST.docker().ok("tag", "busybox", name + ":v3");
        Result refused = HOST.docker().run("push", name + ":v3");
        assertEquals(1, refused.exit(), refused::toString);
        assertTrue(refused.err().contains("denied: "), refused::toString);
        HOST.docker().ok("rmi", name + ":v3");
    }

    @Test
    void otherEnginesPullWhatThisOneHas() throws IOException {
        push(EMBEDDED, "team/mirrored:v1", "v1");
        HOST.docker().ok("pull", "team/mirrored:v1");
        assertEquals(digest(EMBEDDED, "team/mirrored:v1"), digest(MIRROR, "team/mirrored:v1"));
        skopeo("copy", "--quiet", "--src-tls-verify=false")
                .and("docker://127.0.0.1:" + MIRROR + "/team/mirrored:v1", "dir:" + directory.resolve("copy"))
                .run()
                .ok();
        assertTrue(Files.exists(directory.resolve("copy/manifest.json")));
        Result refused = skopeo("copy", "--quiet", "--dest-tls-verify=false")
                .and("oci:" + shared.resolve("oci") + ":v1", "docker://127.0.0.1:" + MIRROR + "/team/new:v1")
                .run();
        assertNotEquals(0, refused.exit());
        HOST.docker().ok("rmi", "team/mirrored:v1");
        Result gone = skopeo("inspect", "--tls-verify=false")
                .and("docker://127.0.0.1:" + MIRROR + "/team/mirrored:v1")
                .run();
        assertTrue(gone.err().contains("manifest unknown"), gone::toString);
    }

    private Running program(String... options) {
        Path launcher = Path.of(System.getProperty("djong.distribution", ""), "bin", "djong");
        Running running = Command.of(launcher.toString(), "registry", "serve")
                .and("--addr", "127.0.0.1:" + PROGRAM)
                .and("--root", directory.resolve("root").toString())
                .and(options)
                .start();
        Await.until("the registry listens", Host.LIMIT, () -> !running.isAlive() || accepts(), running::toString);
        return running;
    }

    private static boolean accepts() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), PROGRAM)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static Result curl(String... words) {
        return Command.of("curl", "-sS", "-i", "--max-time", "20").and(words).run();
    }

    private static void kill(Running server) {
        Command.of("kill", "-KILL", Long.toString(server.pid())).run().ok();
        Await.until("the registry is gone", Host.LIMIT, () -> !server.isAlive());
    }

    @Test
    void aKilledRegistryGoesOnWithAnUpload() throws IOException {
        String base = "http://127.0.0.1:" + PROGRAM;
        String place;
        try (Running server = program()) {
            Result begun = curl("-X", "POST", base + "/v2/app/blobs/uploads/");
            place = begun.lines().stream()
                    .filter(line -> line.startsWith("Location: "))
                    .findFirst()
                    .orElseThrow()
                    .substring("Location: ".length())
                    .strip();
            assertTrue(curl("-X", "PATCH", "--data-binary", "first half, ", base + place)
                    .out()
                    .contains(" 202 "));
            kill(server);
        }
        try (Running server = program("--access-log", "off")) {
            assertTrue(curl(base + place).out().contains("Range: 0-11"));
            String whole = "first half, second half";
            String digest = Sha256.digest(whole.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            String end = base + place + "?digest=" + digest;
            assertTrue(
                    curl("-X", "PUT", "--data-binary", "second half", end).out().contains(" 201 "));
            push(PROGRAM, "app:v1", "v1");
            kill(server);
            assertTrue(Files.exists(directory.resolve("root/registry.db")));
        }
        try (Running _ = program()) {
            assertFalse(digest(PROGRAM, "app:v1").isEmpty());
        }
    }

    @Test
    void whoHasThePasswordPushesAndPullsAndNobodyElse() throws IOException {
        Path users = Files.writeString(directory.resolve("users"), USERS);
        String name = "127.0.0.1:" + PROGRAM + "/app:v1";
        try (Running _ = program("--htpasswd", users.toString(), "--tokens")) {
            skopeo("copy", "--quiet", "--dest-tls-verify=false", "--dest-creds=ann:secret")
                    .and("oci:" + shared.resolve("oci") + ":v1", "docker://" + name)
                    .run()
                    .ok();
            Result denied =
                    skopeo("inspect", "--tls-verify=false", "docker://" + name).run();
            assertTrue(denied.err().contains("unauthorized"), denied::toString);
            String registry = "127.0.0.1:" + PROGRAM;
            assertNotEquals(
                    0,
                    HOST.docker()
                            .run("login", "-u", "ann", "-p", "wrong", registry)
                            .exit());
            assertTrue(HOST.docker()
                    .ok("login", "-u", "ann", "-p", "secret", registry)
                    .out()
                    .contains("Login Succeeded"));
            HOST.docker().ok("pull", name);
            String id = HOST.docker().inspect(name, "{{.Id}}");
            String pushed = registry + "/made/here:v1";
            HOST.docker().ok("tag", name, pushed);
            Result push = HOST.docker().ok("push", pushed);
            assertTrue(push.out().contains("Mounted from app"), push::out);
            HOST.docker().ok("rmi", name, pushed);
            HOST.docker().ok("pull", pushed);
            assertEquals(id, HOST.docker().inspect(pushed, "{{.Id}}"));
            HOST.docker().ok("rmi", pushed);
            HOST.docker().ok("logout", registry);
            skopeo("copy", "--quiet", "--src-tls-verify=false", "--src-creds=ann:secret")
                    .and("docker://" + pushed, "dir:" + directory.resolve("pushed"))
                    .run()
                    .ok();
        }
    }

    @Test
    void whatIsWrongIsSaid() {
        Result help = registry("serve", "--help").ok();
        assertTrue(help.out().contains("--htpasswd FILE"), help::toString);
        Result unknown = registry("serve", "--nonsense").exits(125);
        assertTrue(unknown.err().contains("unknown flag: --nonsense"), unknown::toString);
        Result alone = registry("serve", "--tls-cert", "x").exits(125);
        assertTrue(alone.err().contains("tls-cert needs tls-key"), alone::toString);
    }

    private static Result registry(String... words) {
        Path launcher = Path.of(System.getProperty("djong.distribution", ""), "bin", "djong");
        return Command.of(launcher.toString(), "registry").and(words).run();
    }
}
