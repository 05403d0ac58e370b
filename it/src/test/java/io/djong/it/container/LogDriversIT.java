package io.djong.it.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.it.Host;
import io.djong.testkit.process.Result;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Log drivers and their options, with targets in this process. */
final class LogDriversIT {
    @RegisterExtension
    static final Host HOST = Host.with();

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String BOTH = "echo out; echo err >&2";

    private static String packet(DatagramSocket server) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
        server.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    private static DatagramSocket udp() throws IOException {
        DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        socket.setSoTimeout((int) LIMIT.toMillis());
        return socket;
    }

    @Test
    void syslogGetsWhatIsPrintedAndLogsShowsItToo() throws IOException {
        try (DatagramSocket server = udp()) {
            String address = "syslog-address=udp://127.0.0.1:" + server.getLocalPort();
            HOST.docker()
                    .command("run", "--name", "sys", "--log-driver", "syslog", "--log-opt", address)
                    .and("--log-opt", "tag={{.ImageName}}/{{.Name}}", "--log-opt", "syslog-facility=local0")
                    .and("busybox", "sh", "-c", "echo out; sleep 0.1; echo err >&2")
                    .run()
                    .ok();
            String first = packet(server);
            assertTrue(first.matches("(?s)<134>[A-Z][a-z]{2} .* busybox/sys\\[\\d+]: out\\n"), first);
            String second = packet(server);
            assertTrue(second.matches("(?s)<131>.* busybox/sys\\[\\d+]: err\\n"), second);
        }
        Result logs = HOST.docker().ok("logs", "sys");
        assertEquals("out\n", logs.out());
        assertEquals("err\n", logs.err());
        assertEquals("", HOST.docker().inspect("sys", "{{.LogPath}}"));
    }

    @Test
    void fluentdGetsAllBeforeAContainerIsGone() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout((int) LIMIT.toMillis());
            HOST.docker()
                    .command("run", "--rm", "--log-driver", "fluentd", "--label", "tier=front")
                    .and("--log-opt", "fluentd-address=127.0.0.1:" + server.getLocalPort())
                    .and("--log-opt", "labels=tier", "busybox", "sh", "-c", BOTH)
                    .run()
                    .ok();
            try (Socket socket = server.accept()) {
                socket.setSoTimeout((int) LIMIT.toMillis());
                String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
                assertTrue(all.contains("log\u00a3out") && all.contains("log\u00a3err"), all);
                assertTrue(all.contains("source\u00a6stderr") && all.contains("tier\u00a5front"), all);
            }
        }
    }

    @Test
    void gelfGetsJson() throws IOException {
        try (DatagramSocket server = udp()) {
            HOST.docker()
                    .command("run", "--rm", "--log-driver", "gelf", "--log-opt", "gelf-compression-type=none")
                    .and("--log-opt", "gelf-address=udp://127.0.0.1:" + server.getLocalPort())
                    .and("busybox", "echo", "hello")
                    .run()
                    .ok();
            String message = packet(server);
            assertTrue(message.contains("\"short_message\":\"hello\"") && message.contains("\"level\":6"), message);
            assertTrue(message.contains("\"_command\":\"echo hello\""), message);
        }
    }

    @Test
    void aTargetThatIsNotThereHoldsNobodyUp() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        HOST.docker()
                .command("run", "--name", "alone", "--log-driver", "fluentd")
                .and("--log-opt", "fluentd-address=127.0.0.1:" + port, "busybox", "seq", "1", "10000")
                .withLimit(LIMIT)
                .run()
                .ok();
        assertEquals(10_000, HOST.docker().ok("logs", "alone").lines().size());
        HOST.docker()
                .command("rm", "alone")
                .withLimit(Duration.ofSeconds(8))
                .run()
                .ok();
    }

    @Test
    void entriesCarryWhatTheOptionsSelect() throws IOException {
        HOST.docker()
                .command("run", "--name", "carries", "--label", "team=a b", "--label", "x=y", "--env", "MODE=fast")
                .and("--log-opt", "labels=team", "--log-opt", "env-regex=^MO", "--log-opt", "tag={{.Name}}")
                .and("--log-opt", "mode=non-blocking", "--log-opt", "max-buffer-size=4m", "busybox", "echo", "hi")
                .run()
                .ok();
        assertEquals(
                "MODE=fast,tag=carries,team=a+b hi\n",
                HOST.docker().ok("logs", "--details", "carries").out());
        String file = Files.readString(Path.of(HOST.docker().inspect("carries", "{{.LogPath}}")));
        assertTrue(
                file.contains(
                        "\"stream\":\"stdout\",\"attrs\":{\"MODE\":\"fast\",\"tag\":\"carries\",\"team\":\"a b\"},"),
                file);
    }

    @Test
    void readersSeeEveryLineOfFilesThatRotate() {
        String id = HOST.docker()
                .command("run", "-d", "--log-opt", "max-size=50k", "--log-opt", "max-file=100")
                .and("--log-opt", "compress=true", "busybox", "seq", "1", "20000")
                .run()
                .ok()
                .line();
        assertEquals(0, HOST.docker().waitFor(id, LIMIT));
        List<String> lines = HOST.docker().ok("logs", "-f", id).lines();
        assertEquals(20_000, lines.size());
        assertEquals("20000", lines.getLast());
        assertEquals(
                "19001", HOST.docker().ok("logs", "--tail", "1000", id).lines().getFirst());
    }

    @Test
    void whatIsWrongIsRefusedInDockersWords() {
        refused("logger: no log driver named 'nosuch' is registered", "--log-driver", "nosuch");
        refused("unknown log opt 'colour' for json-file log driver", "--log-opt", "colour=red");
        refused("logger: logging mode not supported: x", "--log-opt", "mode=x");
        refused("gelf-address is a required parameter", "--log-driver", "gelf");
        refused("invalid syslog facility", "--log-driver", "syslog", "--log-opt", "syslog-facility=x");
        HOST.docker().ok("run", "--name", "mute", "--log-driver", "none", "busybox", "true");
        Result mute = HOST.docker().run("logs", "mute").exits(1);
        assertTrue(mute.err().contains("configured logging driver does not support reading"), mute::err);
    }

    private static void refused(String message, String... options) {
        Result result = HOST.docker()
                .command("create")
                .and(options)
                .and("busybox", "true")
                .run()
                .exits(1);
        assertTrue(result.err().contains(message), result::err);
    }

    @Test
    void anIdleContainersLogCostsNoThreadAndNoDescriptor() throws Exception {
        String warm = HOST.docker().ok("run", "-d", "busybox", "sleep", "1000").line();
        long before = logDescriptors();
        for (int i = 0; i < 5; i++) {
            HOST.docker().ok("run", "-d", "busybox", "sh", "-c", "echo started; sleep 1000");
        }
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (logDescriptors() > before && System.nanoTime() < deadline) {
            Thread.sleep(100); // nothing tells that another process has closed a file
        }
        assertEquals(0, logDescriptors());
        assertFalse(warm.isEmpty());
    }

    /** Files of logs that the daemon has open. */
    private static long logDescriptors() throws IOException {
        long count = 0;
        try (Stream<Path> all = Files.list(Path.of("/proc/" + HOST.daemon().pid() + "/fd"))) {
            for (Path descriptor : all.toList()) {
                String target = target(descriptor);
                count += target.endsWith("-json.log") || target.contains("/spool/") || target.endsWith("/log-progress")
                        ? 1
                        : 0;
            }
        }
        return count;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return ""; // closed meanwhile
        }
    }
}
