package io.djong.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.kernel.process.Signal;
import io.djong.kernel.tty.Terminal;
import io.djong.model.error.InvalidArgument;
import io.djong.runtime.spec.ContainerSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ExecIT {
    private static final ExecSpec.Streams ALL = new ExecSpec.Streams(true, true, true);
    private static Machine machine;

    private Task task;

    @BeforeAll
    static void openMachine() throws IOException {
        machine = Machine.open();
    }

    @AfterAll
    static void closeMachine() throws IOException {
        if (machine != null) {
            machine.close();
        }
    }

    @BeforeEach
    void start() throws InterruptedException {
        ContainerSpec spec = machine.spec(List.of("sleep", "1000"), "{\"Env\": [\"A=b\"]}", "{}");
        task = machine.tasks().create(spec, Stdio.NONE);
        task.start();
    }

    @AfterEach
    void stop() throws InterruptedException, IOException {
        task.kill(Signal.KILL);
        task.await();
        task.delete();
        machine.assertNothingLeft(task.id());
    }

    private static ExecSpec exec(ExecSpec.Streams streams, String user, boolean terminal, String... command) {
        return new ExecSpec(
                List.of(command),
                List.of("PATH=/bin", "C=d"),
                "",
                user,
                List.of(),
                false,
                terminal,
                terminal ? new Terminal.Size(30, 90) : new Terminal.Size(0, 0),
                streams);
    }

    private static String text(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void outputComesByStreamAndTheExitCodeToo() throws Exception {
        try (Exec exec = task.exec(exec(ALL, "", false, "sh", "-c", "echo out; echo err >&2; exit 3"))) {
            exec.input().orElseThrow().close();
            assertEquals("out\n", text(exec.output().orElseThrow()));
            assertEquals("err\n", text(exec.error().orElseThrow()));
            assertEquals(3, exec.await());
        }
    }

    @Test
    void inputGoesThroughToItsEnd() throws Exception {
        byte[] much = "line\n".repeat(100_000).getBytes(StandardCharsets.UTF_8);
        try (Exec exec = task.exec(exec(ALL, "", false, "wc", "-l"))) {
            try (OutputStream input = exec.input().orElseThrow()) {
                input.write(much);
            }
            assertEquals("100000", text(exec.output().orElseThrow()).strip());
            assertEquals(0, exec.await());
        }
    }

    @Test
    void userAndEnvironmentAreItsOwn() throws Exception {
        try (Exec exec = task.exec(exec(ALL, "user:extra", false, "sh", "-c", "id; echo $A$C$HOME"))) {
            exec.input().orElseThrow().close();
            assertEquals(
                    "uid=1000(user) gid=2000(extra) groups=2000(extra)\nd/tmp\n",
                    text(exec.output().orElseThrow()));
            assertEquals(0, exec.await());
        }
        assertThrows(InvalidArgument.class, () -> task.exec(exec(ALL, "nobody-here", false, "id")));
    }

    @Test
    void aMissingProgramIs127() {
        StartFailure e = assertThrows(StartFailure.class, () -> task.exec(exec(ALL, "", false, "xyz")));
        assertEquals(127, e.exitCode());
        assertTrue(e.message().startsWith("OCI runtime exec failed: exec failed: "), e.message());
        assertTrue(e.message().endsWith("exec: \"xyz\": executable file not found in $PATH: unknown"), e.message());
    }

    @Test
    void aTerminalIsOneAndFollowsItsSize() throws Exception {
        try (Exec exec = task.exec(exec(ALL, "", true, "sh", "-c", "test -t 0 && stty size; read x; stty size"))) {
            InputStream output = exec.output().orElseThrow();
            assertEquals("30 90\r\n", new String(output.readNBytes(7), StandardCharsets.UTF_8));
            exec.resize(new Terminal.Size(50, 100));
            exec.input().orElseThrow().write("\n".getBytes(StandardCharsets.UTF_8));
            assertEquals("\r\n50 100\r\n", text(output));
            assertEquals(0, exec.await());
        }
    }

    @Test
    void withoutStreamsItRunsAlone() throws Exception {
        try (Exec exec = task.exec(exec(ExecSpec.Streams.NONE, "", false, "sh", "-c", "echo lost; exit 9"))) {
            assertTrue(exec.output().isEmpty());
            assertEquals(9, exec.await());
        }
    }

    @Test
    void signalsEndIt() throws Exception {
        try (Exec exec = task.exec(exec(ExecSpec.Streams.NONE, "", false, "sleep", "100"))) {
            assertTrue(exec.kill(Signal.KILL));
            assertEquals(137, exec.await());
        }
    }

    @Test
    void itEndsWithItsContainer() throws Exception {
        try (Exec exec = task.exec(exec(ExecSpec.Streams.NONE, "", false, "sleep", "100"))) {
            task.kill(Signal.KILL);
            assertEquals(137, exec.await());
        }
    }
}
