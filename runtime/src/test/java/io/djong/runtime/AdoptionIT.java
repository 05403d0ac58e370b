package io.djong.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.kernel.event.FdInput;
import io.djong.kernel.process.Child;
import io.djong.kernel.process.Pidfd;
import io.djong.kernel.process.Signal;
import io.djong.kernel.process.Spawn;
import io.djong.kernel.socket.Pipe;
import io.djong.model.ContainerId;
import io.djong.runtime.spec.ContainerSpec;
import io.djong.testkit.process.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Containers whose daemon, here another JVM, was killed. */
@Timeout(120)
class AdoptionIT {
    private Machine machine;

    @BeforeEach
    void open() throws IOException {
        machine = Machine.open();
    }

    @AfterEach
    void close() throws IOException {
        if (machine != null) {
            machine.close();
        }
    }

    /** The other JVM: starts a container, says which, and waits to be killed. */
    static final class Daemon {
        private Daemon() {}

        public static void main(String[] arguments) throws InterruptedException {
            try (Machine machine = Machine.reopen(Path.of(arguments[0]))) {
                ContainerSpec spec = machine.script(arguments[1]);
                Task task = machine.tasks()
                        .create(
                                spec,
                                new Stdio(
                                        false,
                                        Stdio.Input.KEPT,
                                        machine.directory().resolve("spool")));
                if (arguments.length < 3) {
                    task.start();
                }
                System.out.println(spec.id());
                Thread.sleep(Long.MAX_VALUE);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    /** Runs the other JVM and kills it when it has started its container. It may find its programs by other paths. */
    private ContainerId leftByAKilledDaemon(String script, String... more) throws Exception {
        List<String> arguments = new java.util.ArrayList<>(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Daemon.class.getName(),
                machine.directory().toString(),
                script));
        arguments.addAll(List.of(more));
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        try (Pipe pipe = Pipe.fromChild()) {
            Child daemon = machine.reaper()
                    .spawn(Spawn.of(java, arguments)
                            .environment(Map.of("PATH", "/bin:/usr/bin"))
                            .descriptor(1, pipe.writing()));
            pipe.writing().close();
            BufferedReader lines = new BufferedReader(
                    new InputStreamReader(new FdInput(pipe.reading(), machine.poller()), StandardCharsets.UTF_8));
            String id = lines.readLine();
            daemon.kill();
            assertEquals(137, daemon.await().exitCode());
            return new ContainerId(String.valueOf(id));
        }
    }

    @Test
    void aRunningContainerIsTakenOver() throws Exception {
        ContainerId id = leftByAKilledDaemon("read x; echo got $x; exit 6");
        assertEquals(List.of(id), machine.tasks().found());
        Task task = machine.tasks().adopt(id).orElseThrow();
        assertEquals(Optional.empty(), task.exit());
        assertEquals(Stdio.Input.KEPT, task.stdio().input());
        try (Attachment attachment = task.attach()) {
            attachment.input().write("it\n".getBytes(StandardCharsets.UTF_8));
            Frame frame = attachment.read().orElseThrow();
            assertEquals(
                    "got it\n", new String(frame.buffer(), frame.offset(), frame.length(), StandardCharsets.UTF_8));
        }
        assertEquals(6, task.await().code());
        task.delete();
        machine.assertNothingLeft(id);
    }

    @Test
    void anEndInTheAbsenceHasItsCode() throws Exception {
        ContainerId id = leftByAKilledDaemon("sleep 0.4; exit 5");
        Path exit = machine.paths().exits().resolve(id.value());
        Await.until("the monitor leaves the exit code", Duration.ofSeconds(20), () -> Files.exists(exit));
        Task task = machine.tasks().adopt(id).orElseThrow();
        assertEquals(5, task.await().code());
        task.delete();
        machine.assertNothingLeft(id);
    }

    @Test
    void aContainerThatWasNeverStartedIsRemoved() throws Exception {
        ContainerId id = leftByAKilledDaemon("exit 0", "create only");
        assertEquals(Optional.empty(), machine.tasks().adopt(id));
        machine.assertNothingLeft(id);
        assertEquals(List.of(), machine.tasks().found());
    }

    @Test
    void aLostMonitorDoesNotHideTheEnd() throws Exception {
        ContainerSpec spec = machine.script("sleep 0.5; exit 4");
        Task task = machine.tasks().create(spec, Stdio.NONE);
        task.start();
        long monitor = parent(task.pid());
        try (Pidfd process = Pidfd.open(monitor).orElseThrow()) {
            process.signal(Signal.KILL);
        }
        assertEquals(4, task.await().code());
        task.delete();
        machine.assertNothingLeft(spec.id());
    }

    @Test
    void purgingEndsAndRemovesWhateverThereIs() throws Exception {
        ContainerSpec spec = machine.script("sleep 1000");
        Task task = machine.tasks().create(spec, Stdio.NONE);
        task.start();
        machine.tasks().purge(spec.id());
        machine.assertNothingLeft(spec.id());
        assertFalse(Pidfd.open(task.pid()).isPresent());
        machine.tasks().purge(spec.id());
        assertTrue(machine.tasks().adopt(spec.id()).isEmpty());
    }

    private static long parent(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("PPid:"))
                .mapToLong(line -> Long.parseLong(line.substring(5).strip()))
                .findFirst()
                .orElseThrow();
    }
}
