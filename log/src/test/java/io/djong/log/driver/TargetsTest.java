package io.djong.log.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.kernel.event.Poller;
import io.djong.kernel.file.Access;
import io.djong.kernel.file.OpenFile;
import io.djong.kernel.socket.UnixListener;
import io.djong.kernel.socket.UnixSocket;
import io.djong.model.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What each driver puts on its wire. */
@Timeout(60)
class TargetsTest {
    private static final Instant TIME = Instant.parse("2026-01-31T10:20:05.123456789Z");
    private static final String OUT = Entries.json("hello\\n", "stdout", 5);
    private static final String ERR = Entries.json("oh no\\n", "stderr", 5);

    @TempDir
    Path directory;

    private Poller poller;
    private Entries entries;

    @BeforeEach
    void start() {
        poller = Poller.start();
        entries = new Entries(directory);
    }

    @AfterEach
    void stop() {
        poller.close();
    }

    private Target connect(String driver, String... options) throws Exception {
        Map<String, String> map = new TreeMap<>();
        for (String option : options) {
            map.put(option.substring(0, option.indexOf('=')), option.substring(option.indexOf('=') + 1));
        }
        return DriverSettings.parse(driver, map).connect(Entries.SUBJECT, poller);
    }

    private static byte[] packet(DatagramSocket server) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
        server.receive(packet);
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String pid() {
        return "[" + ProcessHandle.current().pid() + "]: ";
    }

    private static String local(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(TIME.atZone(ZoneId.systemDefault()));
    }

    @Test
    void syslogByUdpHasPriorityTimeTagAndText() throws Exception {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                Target target = connect(
                        "syslog",
                        "syslog-address=udp://127.0.0.1:" + server.getLocalPort(),
                        "syslog-facility=local3")) {
            entries.send(target, OUT, ERR);
            String stamp = local("MMM ppd HH:mm:ss");
            assertEquals("<158>" + stamp + " 0123456789ab" + pid() + "hello\n", text(packet(server)));
            assertEquals("<155>" + stamp + " 0123456789ab" + pid() + "oh no\n", text(packet(server)));
        }
    }

    @Test
    void syslogByTcpIsAStreamOfLines() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "syslog-address=tcp://127.0.0.1:" + server.getLocalPort();
            try (Target target = connect("syslog", address, "syslog-format=rfc5424micro", "tag=app")) {
                entries.send(target, OUT, ERR);
            }
            String host = Entries.SUBJECT.host();
            String rest = local("yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX") + " " + host + " app "
                    + ProcessHandle.current().pid() + " app - ";
            assertEquals("<30>1 " + rest + "hello\n<27>1 " + rest + "oh no\n", text(received(server)));
        }
    }

    private static byte[] received(ServerSocket server) throws IOException {
        try (Socket socket = server.accept()) {
            return socket.getInputStream().readAllBytes();
        }
    }

    @Test
    void syslogToAUnixSocketNamesTheHostInRfc3164() throws Exception {
        Path path = directory.resolve("log.sock");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path));
            try (Target target = connect("syslog", "syslog-address=unix://" + path, "syslog-format=rfc3164")) {
                entries.send(target, OUT);
            }
            try (SocketChannel channel = server.accept()) {
                String expected = "<30>" + local("MMM ppd HH:mm:ss") + " " + Entries.SUBJECT.host() + " 0123456789ab"
                        + pid() + "hello\n";
                assertEquals(expected, text(Channels.newInputStream(channel).readAllBytes()));
            }
        }
    }

    @Test
    void syslogByTlsChecksTheCertificateAndFramesMessages() throws Exception {
        TlsServer identity = TlsServer.make(directory);
        try (ServerSocket server = identity.listen()) {
            String address = "syslog-address=tcp+tls://localhost:" + server.getLocalPort();
            Thread.ofVirtual().start(() -> identity.answer(server, 3));
            assertThrows(IOException.class, () -> connect("syslog", address));
            try (Target target = connect(
                    "syslog",
                    address,
                    "syslog-format=rfc5424",
                    "syslog-tls-ca-cert=" + identity.certificate(),
                    "syslog-tls-cert=" + identity.certificate(),
                    "syslog-tls-key=" + identity.key())) {
                entries.send(target, OUT);
            }
            String head = "<30>1 " + local("yyyy-MM-dd'T'HH:mm:ssXXX") + " " + Entries.SUBJECT.host() + " 0123456789ab "
                    + ProcessHandle.current().pid() + " 0123456789ab - hello\n";
            assertEquals(head.length() + " " + head, identity.nextReceived());
            connect("syslog", address, "syslog-tls-skip-verify=1").close();
        }
    }

    @Test
    void fluentdTakesRecordsInMessagePack() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            try (Target target = connect(
                    "fluentd",
                    "fluentd-address=127.0.0.1:" + server.getLocalPort(),
                    "tag=docker.{{.Name}}",
                    "labels=tier",
                    "fluentd-sub-second-precision=true")) {
                entries.send(target, OUT);
            }
            MessagePack expected = new MessagePack()
                    .array(3)
                    .text("docker.web")
                    .time(TIME, true)
                    .map(5)
                    .entries(new TreeMap<>(
                            Map.of("container_id", Entries.ID.value(), "container_name", "/web", "tier", "front")))
                    .text("source")
                    .text("stdout")
                    .text("log")
                    .text("hello");
            byte[] received = received(server);
            assertEquals(text(expected.take()), text(received));
            assertEquals(
                    "93aa646f636b65722e776562d700", java.util.HexFormat.of().formatHex(received, 0, 14));
        }
    }

    @Test
    void fluentdMayAcknowledgeEachMessage() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Target target = connect(
                        "fluentd",
                        "fluentd-address=tcp://127.0.0.1:" + server.getLocalPort(),
                        "fluentd-request-ack=true");
                Socket socket = server.accept()) {
            Thread sender = Thread.ofVirtual().start(() -> {
                try {
                    entries.send(target, OUT, ERR);
                } catch (IOException | InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            for (int i = 0; i < 2; i++) {
                String chunk = chunk(socket.getInputStream());
                assertTrue(sender.isAlive());
                socket.getOutputStream()
                        .write(new MessagePack().map(1).text("ack").text(chunk).take());
            }
            sender.join();
        }
    }

    /** Reads up to the value of {@code chunk}, which comes last. */
    private static String chunk(InputStream in) throws IOException {
        StringBuilder seen = new StringBuilder();
        while (!seen.toString().endsWith("chunk")) {
            seen.append((char) in.read());
        }
        int length = in.read() == 0xd9 ? in.read() : -1;
        return text(in.readNBytes(length));
    }

    @Test
    void partsOfALongLineAreNumbered() throws Exception {
        String long1 = "x".repeat(16 * 1024);
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            try (Target target = connect("fluentd", "fluentd-address=127.0.0.1:" + server.getLocalPort())) {
                entries.send(
                        target,
                        Entries.json(long1, "stdout", 1),
                        Entries.json("between\\n", "stderr", 1),
                        Entries.json(long1, "stdout", 2),
                        Entries.json("end\\n", "stdout", 3),
                        Entries.json("unended", "stdout", 4));
            }
            String all = new String(received(server), StandardCharsets.ISO_8859_1);
            assertEquals(3, all.split("partial_message", -1).length - 1);
            assertEquals(1, all.split("partial_last\u00a4true", -1).length - 1);
            assertTrue(all.contains("partial_ordinal\u00a11") && all.contains("partial_ordinal\u00a13"));
        }
    }

    @Test
    void gelfByUdpIsCompressedAsAskedFor() throws Exception {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            String address = "gelf-address=udp://127.0.0.1:" + server.getLocalPort();
            for (String type : new String[] {"gzip", "zlib", "none"}) {
                try (Target target = connect("gelf", address, "gelf-compression-type=" + type, "env=MODE")) {
                    entries.send(target, Entries.json("\\n", "stdout", 1), ERR);
                    JsonNode message = Json.tree(unpacked(packet(server), type));
                    assertEquals("1.1", message.path("version").asString());
                    assertEquals("oh no", message.path("short_message").asString());
                    assertEquals(1769854805.123, message.path("timestamp").asDouble());
                    assertEquals(3, message.path("level").asInt());
                    assertEquals("web", message.path("_container_name").asString());
                    assertEquals("nginx -g", message.path("_command").asString());
                    assertEquals("fast", message.path("_MODE").asString());
                }
            }
        }
    }

    private static byte[] unpacked(byte[] bytes, String type) throws IOException {
        InputStream in = new ByteArrayInputStream(bytes);
        try (InputStream plain = type.equals("gzip")
                ? new GZIPInputStream(in)
                : type.equals("zlib") ? new InflaterInputStream(in) : in) {
            return plain.readAllBytes();
        }
    }

    @Test
    void gelfSendsLongMessagesInChunks() throws Exception {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                Target target = connect(
                        "gelf",
                        "gelf-address=udp://127.0.0.1:" + server.getLocalPort(),
                        "gelf-compression-type=none")) {
            entries.send(target, Entries.json("y".repeat(5000) + "\\n", "stdout", 1));
            ByteBuffer first = ByteBuffer.wrap(packet(server));
            assertEquals(0x1e0f, first.getShort(0));
            int count = first.get(11);
            assertTrue(count > 3 && first.limit() == 1420, "chunks: " + count);
            StringBuilder whole = new StringBuilder();
            byte[] packet = first.array();
            for (int number = 0; number < count; number++) {
                assertEquals(number, packet[10]);
                assertEquals(first.getLong(2), ByteBuffer.wrap(packet).getLong(2));
                whole.append(text(Arrays.copyOfRange(packet, 12, packet.length)));
                packet = number + 1 < count ? packet(server) : packet;
            }
            String message = Json.tree(whole.toString().getBytes(StandardCharsets.UTF_8))
                    .path("short_message")
                    .asString();
            assertEquals("y".repeat(5000), message);
        }
    }

    @Test
    void gelfByTcpEndsEachMessageWithAZero() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            try (Target target = connect("gelf", "gelf-address=tcp://127.0.0.1:" + server.getLocalPort())) {
                entries.send(target, OUT, ERR);
            }
            String[] messages = text(received(server)).split("\0", -1);
            assertEquals(3, messages.length);
            assertTrue(messages[1].contains("\"short_message\":\"oh no\""), messages[1]);
        }
    }

    @Test
    void theJournalGetsFieldsAndForLargeOnesAFile() throws Exception {
        Path path = directory.resolve("journal");
        LogAttributes attributes = new LogAttributes(Map.of("labels", "com.example.team"), "");
        Map<String, String> fields = JournaldTarget.fields(Entries.SUBJECT, "tag", attributes);
        fields.put("TWO_LINES", "a\nb");
        // A socket of packets that a connection can be accepted on takes the place of the journal's.
        try (UnixListener listener = UnixListener.bind(path, UnixSocket.Kind.SEQPACKET, poller);
                Target target =
                        new JournaldTarget(UnixSocket.connect(path, UnixSocket.Kind.SEQPACKET, poller), fields);
                UnixSocket journal = listener.accept(Duration.ofSeconds(10)).orElseThrow()) {
            entries.send(target, ERR);
            byte[] packet = new byte[8192];
            int length = journal.receive(packet);
            String text = text(Arrays.copyOf(packet, length));
            assertTrue(text.startsWith("MESSAGE=oh no\nPRIORITY=3\nSYSLOG_TIMESTAMP=" + TIME + "\n"), text);
            assertTrue(text.contains("\nCOM_EXAMPLE_TEAM=blue\n") && text.contains("\nCONTAINER_NAME=web\n"), text);
            assertTrue(text.contains("\nTWO_LINES\n\3\0\0\0\0\0\0\0a\nb\n"), text);
            assertFalse(text.contains("PARTIAL"), text);

            fields.put("HUGE", "z".repeat(40_000));
            entries.send(new JournaldTarget(connected(target), fields), OUT);
            try (var file = journal.receiveDescriptor().orElseThrow();
                    OpenFile open = OpenFile.open(Path.of("/proc/self/fd/" + file.number()), Access.READ)) {
                byte[] content = open.inputStream().readAllBytes();
                assertTrue(content.length > 40_000 && text(content).startsWith("MESSAGE=hello\n"));
            }
        }
    }

    private static UnixSocket connected(Target target) {
        return ((JournaldTarget) target).socket();
    }
}
