package io.djong.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.kernel.process.Signal;
import io.djong.runtime.Machine.Result;
import io.djong.runtime.spec.BindMount;
import io.djong.runtime.spec.ContainerSpec;
import io.djong.runtime.spec.NamespaceMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a task is made as: what its configuration asks for has its effect in the kernel. */
@Timeout(120)
class TaskSpecIT {
    private static Machine machine;

    @BeforeAll
    static void open() throws IOException {
        machine = Machine.open();
    }

    @AfterAll
    static void close() throws IOException {
        if (machine != null) {
            machine.close();
        }
    }

    @Test
    void itsControlGroupsAreBelowTheDaemonsParentOrItsOwn() throws Exception {
        ContainerSpec plain = machine.spec(List.of("sleep", "100"), "{}", "{}");
        assertEquals(List.of(Machine.CGROUP_PARENT + "/" + plain.id()), groups(plain));
        ContainerSpec own =
                machine.spec(List.of("sleep", "100"), "{}", "{\"CgroupParent\": \"/djong-runtime-it/own\"}");
        assertEquals(List.of("/djong-runtime-it/own/" + own.id()), groups(own));
    }

    /** The groups of a container's process, over all hierarchies. */
    private static List<String> groups(ContainerSpec spec) throws Exception {
        Task task = machine.tasks().create(spec, Stdio.NONE);
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(task.pid()), "cgroup")).stream()
                    .map(line -> line.split(":", 3)[2])
                    .distinct()
                    .toList();
        } finally {
            task.kill(Signal.KILL);
            task.await();
            task.delete();
        }
    }

    @Test
    void aMissingProgramIs127AndLeavesNothing() throws Exception {
        ContainerSpec spec = machine.spec(List.of("xyz"), "{}", "{}");
        StartFailure e = assertThrows(StartFailure.class, () -> machine.tasks().create(spec, Stdio.NONE));
        assertEquals(127, e.exitCode());
        assertTrue(e.message().startsWith("OCI runtime create failed: "), e.message());
        assertTrue(e.message().endsWith("exec: \"xyz\": executable file not found in $PATH: unknown"), e.message());
        machine.assertNothingLeft(spec.id());
    }

    @Test
    void aProgramThatCannotBeExecutedIs126() throws Exception {
        Files.writeString(machine.rootfs().resolve("plain"), "text");
        ContainerSpec spec = machine.spec(List.of("/plain"), "{}", "{}");
        StartFailure e = assertThrows(StartFailure.class, () -> machine.tasks().create(spec, Stdio.NONE));
        assertEquals(126, e.exitCode());
        assertTrue(e.message().endsWith("exec: \"/plain\": permission denied: unknown"), e.message());
        machine.assertNothingLeft(spec.id());
    }

    @Test
    void usersMountsAndLimitsAreAsAsked() throws Exception {
        Path source = Files.createDirectory(machine.directory().resolve("source"));
        Files.writeString(source.resolve("file"), "content\n");
        ContainerSpec spec = machine.spec(
                List.of(
                        "sh",
                        "-c",
                        "id; cat /data/file; touch /data/x || echo read-only; pwd; ulimit -n; hostname; echo $A;"
                                + " grep -c ^ /proc/self/cgroup >/dev/null; grep Cap /proc/self/status"),
                "{\"User\": \"user\", \"WorkingDir\": \"/made/here\", \"Env\": [\"A=b\"]}",
                "{\"Ulimits\": [{\"Name\": \"nofile\", \"Soft\": 99, \"Hard\": 100}], \"GroupAdd\": [\"7\"]}",
                BindMount.of(source, "/data", BindMount.Access.READ_ONLY));
        Result result = machine.run(spec);
        List<String> lines = new ArrayList<>(result.out().lines().toList());
        assertEquals("uid=1000(user) gid=1000(user) groups=7,1000(user),2000(extra)", lines.get(0));
        assertEquals(List.of("content", "read-only", "/made/here", "99", spec.hostname(), "b"), lines.subList(1, 7));
        assertTrue(lines.contains("CapEff:\t0000000000000000"), result.out());
        assertTrue(lines.contains("CapBnd:\t00000000a80425fb"), result.out());
        assertEquals(0, result.exit().code());
    }

    @Test
    void privilegedHasWhatTheDaemonHas() throws Exception {
        ContainerSpec spec = machine.spec(
                List.of(
                        "sh",
                        "-c",
                        "grep CapEff /proc/self/status; grep Seccomp: /proc/self/status; mount -t tmpfs x /tmp"),
                "{}",
                "{\"Privileged\": true}");
        Result result = machine.run(spec);
        assertEquals(0, result.exit().code(), result.err());
        String own = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("CapPrm"))
                .findFirst()
                .orElseThrow()
                .split("\t", -1)[1];
        assertEquals("CapEff:\t" + own + "\nSeccomp:\t0\n", result.out());
    }

    @Test
    void theDefaultProfileFilters() throws Exception {
        Result result = machine.run(machine.spec(
                List.of("sh", "-c", "grep Seccomp: /proc/self/status; mount -t tmpfs x /tmp"), "{}", "{}"));
        assertEquals("Seccomp:\t2\n", result.out());
        assertEquals(1, result.exit().code());
    }

    @Test
    void inASharedPidNamespaceAllProcessesEndWithTheMainOne() throws Exception {
        ContainerSpec base = machine.script("sleep 1000 & exit 3");
        ContainerSpec spec = new ContainerSpec(
                base.id(),
                base.config(),
                base.host(),
                base.rootfs(),
                base.hostname(),
                base.namespaces().withPid(NamespaceMode.HOST),
                base.mounts(),
                base.edits(),
                base.init(),
                base.environment(),
                base.users());
        assertEquals(3, machine.run(spec).exit().code());
        machine.assertNothingLeft(spec.id());
    }
}
