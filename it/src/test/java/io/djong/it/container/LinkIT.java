package io.djong.it.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.it.Host;
import io.djong.testkit.process.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What containers have of each other: links, and volumes. */
final class LinkIT {
    @RegisterExtension
    static final Host HOST = Host.with();

    private static String address(String container) {
        return HOST.docker().inspect(container, "{{.NetworkSettings.IPAddress}}");
    }

    private static String hosts(String container, String name) {
        return HOST.docker().ok("exec", container, "grep", name, "/etc/hosts").line();
    }

    @Test
    void aLinkIsANameTheAddressAndTheEnvironmentOfAnother() {
        HOST.docker()
                .ok(
                        "run",
                        "-d",
                        "--name",
                        "db",
                        "-h",
                        "dbhost",
                        "-e",
                        "PW=x",
                        "--expose",
                        "80",
                        "busybox",
                        "sleep",
                        "1000");
        HOST.docker().ok("run", "-d", "--name", "web", "--link", "db:alias", "busybox", "sleep", "1000");
        assertEquals(address("db") + "\talias dbhost db", hosts("web", "alias"));
        String pid = HOST.docker().inspect("web", "{{.State.Pid}}");
        List<String> variables = environment(pid);
        for (String variable : List.of(
                "ALIAS_PORT=tcp://" + address("db") + ":80",
                "ALIAS_PORT_80_TCP_ADDR=" + address("db"),
                "ALIAS_NAME=/web/alias",
                "ALIAS_ENV_PW=x")) {
            assertTrue(variables.contains(variable), variables::toString);
        }
        assertEquals("[/db:/web/alias]", HOST.docker().inspect("web", "{{.HostConfig.Links}}"));
        assertEquals("/db", HOST.docker().inspect("web/alias", "{{.Name}}"));
        assertEquals(
                List.of("web", "db,web/alias"),
                HOST.docker().ok("ps", "--no-trunc", "--format", "{{.Names}}").lines());

        HOST.docker().ok("run", "-d", "--name", "between", "busybox", "sleep", "1000");
        HOST.docker().ok("kill", "db");
        HOST.docker().ok("run", "-d", "--name", "takes-an-address", "busybox", "sleep", "1000");
        HOST.docker().ok("start", "db");
        assertEquals(address("db") + "\talias dbhost db", hosts("web", "alias"));

        Result own = HOST.docker().run("rm", "--link", "db").exits(1);
        assertTrue(own.err().contains("Conflict, cannot remove the default link name of the container"), own::err);
        HOST.docker().ok("rm", "--link", "web/alias");
        assertEquals("[]", HOST.docker().inspect("web", "{{.HostConfig.Links}}"));
    }

    private static List<String> environment(String pid) {
        try {
            return List.of(Files.readString(Path.of("/proc", pid, "environ")).split("\0", -1));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void execsHaveTheVariablesOfLinksAsTheyAreThen() {
        HOST.docker().ok("run", "-d", "--name", "db", "-e", "KEY=kept", "--expose", "80", "busybox", "sleep", "1000");
        HOST.docker().ok("run", "-d", "--name", "web", "--link", "db:alias", "busybox", "sleep", "1000");
        List<String> variables = HOST.docker().ok("exec", "web", "env").lines();
        assertTrue(
                variables.containsAll(List.of(
                        "ALIAS_NAME=/web/alias", "ALIAS_ENV_KEY=kept", "ALIAS_PORT=tcp://" + address("db") + ":80")),
                variables::toString);
        assertEquals(
                "mine",
                HOST.docker()
                        .ok("exec", "-e", "ALIAS_NAME=mine", "web", "sh", "-c", "echo $ALIAS_NAME")
                        .line());
        HOST.docker().ok("kill", "db");
        Result refused = HOST.docker().run("exec", "web", "true").exits(1);
        assertTrue(refused.err().contains("Cannot link to a non running container: /db AS /web/alias"), refused::err);
    }

    @Test
    void aLinkToWhatDoesNotRunKeepsAContainerFromStarting() {
        HOST.docker().ok("create", "--name", "db", "busybox", "true");
        Result refused = HOST.docker()
                .run("run", "--name", "web", "--link", "db", "busybox", "true")
                .exits(125);
        assertTrue(refused.err().contains("Cannot link to a non running container: /db AS /web/db"), refused::err);
    }

    @Test
    void onANetworkOfTheUsersALinkIsAnAlias() {
        HOST.docker().ok("network", "create", "own");
        try {
            HOST.docker().ok("run", "-d", "--name", "db", "--network", "own", "busybox", "sleep", "1000");
            Result seen = HOST.docker()
                    .ok(
                            "run",
                            "--rm",
                            "--network",
                            "own",
                            "--link",
                            "db:alias",
                            "busybox",
                            "grep",
                            "alias",
                            "/etc/hosts");
            assertEquals(
                    HOST.docker().inspect("db", "{{.NetworkSettings.Networks.own.IPAddress}}") + "\talias",
                    seen.line());
        } finally {
            Host.removeContainers(HOST.daemon());
            HOST.docker().ok("network", "rm", "own");
        }
    }

    @Test
    void volumesOfAnotherAreTakenOver() {
        String bind = HOST.daemon().root().path().toString();
        HOST.docker()
                .ok(
                        "create",
                        "--name",
                        "theirs",
                        "-v",
                        "/anon",
                        "-v",
                        bind + ":/bound:ro",
                        "busybox",
                        "sh",
                        "-c",
                        "echo kept >/anon/file");
        HOST.docker().ok("start", "-a", "theirs");
        String write = "cat /anon/file; touch /anon/new; touch /bound/new";
        Result taken =
                HOST.docker().run("run", "--name", "mine", "--volumes-from", "theirs", "busybox", "sh", "-c", write);
        assertEquals("kept", taken.line());
        assertEquals("touch: /bound/new: Read-only file system\n", taken.err());
        Result readOnly = HOST.docker()
                .run("run", "--rm", "--volumes-from", "theirs:ro", "busybox", "sh", "-c", "touch /anon/newer");
        assertTrue(readOnly.err().contains("Read-only file system"), readOnly::err);
        String source = HOST.docker()
                .inspect("mine", "{{range .Mounts}}{{if eq .Destination \"/anon\"}}{{.Source}}{{end}}{{end}}");
        HOST.docker().ok("rm", "-v", "theirs");
        assertTrue(Files.exists(Path.of(source, "new")), "who took it over has it still");
        HOST.docker().ok("rm", "-v", "mine");
        assertTrue(Files.notExists(Path.of(source)), "it goes with the last");
    }

    @Test
    void aPartOfAVolumeIsMountedAndNothingOutsideIt() {
        HOST.docker()
                .ok(
                        "run",
                        "--name",
                        "box",
                        "-v",
                        "/data",
                        "busybox",
                        "sh",
                        "-c",
                        "mkdir -p /data/a/b; echo part >/data/a/b/f; ln -s /etc /data/out");
        String volume = HOST.docker().inspect("box", "{{(index .Mounts 0).Name}}");
        String mount = "--mount=type=volume,src=" + volume + ",dst=/p,volume-subpath=";
        assertEquals(
                "f",
                HOST.docker()
                        .ok("run", "--rm", mount + "a/b", "busybox", "ls", "/p")
                        .line());
        assertEquals(
                "part",
                HOST.docker()
                        .ok("run", "--rm", mount + "a/b/f", "busybox", "cat", "/p")
                        .line());
        for (String wrong : List.of("out", "nope")) {
            Result refused = HOST.docker().run("run", "--rm", mount + wrong, "busybox", "ls", "/p");
            assertTrue(refused.err().contains("cannot access path \""), refused::err);
        }
        Result refused = HOST.docker()
                .run("run", "--rm", mount + "../x", "busybox", "true")
                .exits(125);
        assertTrue(refused.err().contains("subpath must be a relative path within the volume"), refused::err);
        HOST.docker().ok("rm", "-v", "box");
    }
}
