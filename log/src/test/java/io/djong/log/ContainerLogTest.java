package io.djong.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.model.ContainerId;
import io.djong.model.error.Internal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerLogTest {
    @TempDir
    Path temp;

    private LogFiles files;
    private SpoolWriter conmon;

    @BeforeEach
    void setUp() {
        files = new LogFiles(new ContainerId("ab".repeat(32)), temp);
        conmon = new SpoolWriter(files);
    }

    private ContainerLog open(LogSettings settings) {
        return ContainerLog.open(files, settings);
    }

    private static List<String> texts(ContainerLog log, LogQuery query) throws Exception {
        List<String> texts = new ArrayList<>();
        log.read(query, line -> texts.add(new String(line.bytes(), 0, line.length(), StandardCharsets.UTF_8)));
        return texts;
    }

    @Test
    void whatTheDiskRefusesIsAFailureThatNamesTheLog() throws Exception {
        Files.createDirectories(files.driverFile());
        try (ContainerLog log = open(LogSettings.DEFAULT)) {
            String refusal = assertThrows(Internal.class, log::finish).message();
            assertTrue(refusal.startsWith("failed to finish the log of container abababababab: "), refusal);
        }
        Files.delete(files.driverFile());
        Files.delete(files.spoolDirectory());
        Files.createFile(files.spoolDirectory());
        String refusal =
                assertThrows(Internal.class, () -> open(LogSettings.DEFAULT)).message();
        assertTrue(refusal.startsWith("failed to create " + files.spoolDirectory() + ": "), refusal);
    }

    @Test
    void theFileIsDockersToTheByte() throws Exception {
        try (ContainerLog log = open(LogSettings.DEFAULT)) {
            conmon.append(
                    "2026-01-31T10:20:30.120000000+00:00 stdout F tab\there \"q\" \\ <&> \u001b[0m é \u2028 \r\n");
            conmon.append("2026-01-31T12:20:31.000000000+02:00 stderr F \n");
            conmon.append("2026-01-31T10:20:32.000000001Z stdout P no newline\n");
            log.finish();
        }
        assertEquals("""
                {"log":"tab\\u0009here \\"q\\" \\\\ \\u003c\\u0026\\u003e \\u001b[0m é \\u2028 \\r\\n","stream":"stdout","time":"2026-01-31T10:20:30.12Z"}
                {"log":"\\n","stream":"stderr","time":"2026-01-31T10:20:31Z"}
                {"log":"no newline","stream":"stdout","time":"2026-01-31T10:20:32.000000001Z"}
                """, Files.readString(files.driverFile()));
    }

    @Test
    void partsAreJoinedEachStreamOnItsOwn() throws Exception {
        try (ContainerLog log = open(LogSettings.DEFAULT)) {
            conmon.part(LogStream.STDOUT, "one ");
            conmon.part(LogStream.STDERR, "ERR");
            conmon.part(LogStream.STDOUT, "two ");
            conmon.full(LogStream.STDOUT, "three");
            assertEquals(List.of("one two three\n"), texts(log, LogQuery.ALL));
            conmon.full(LogStream.STDERR, "OR");
            assertEquals(List.of("one two three\n", "ERROR\n"), texts(log, LogQuery.ALL));
            log.finish();
        }
        assertFalse(Files.exists(files.spool()));
    }

    @Test
    void longLinesAreSplitAt16KiBButNotWithinACharacter() throws Exception {
        try (ContainerLog log = open(LogSettings.DEFAULT)) {
            conmon.part(LogStream.STDOUT, "x".repeat(8192));
            conmon.part(LogStream.STDOUT, "x".repeat(8191));
            conmon.full(LogStream.STDOUT, "é" + "y");
            conmon.part(LogStream.STDOUT, "z".repeat(16384));
            conmon.full(LogStream.STDOUT, "");
            List<String> texts = texts(log, LogQuery.ALL);
            assertEquals(List.of("x".repeat(16383), "éy\n", "z".repeat(16384), "\n"), texts);
        }
    }

    @Test
    void bytesThatAreNotUtf8AreReplacedAsDockerDoes() throws Exception {
        try (ContainerLog log = open(LogSettings.DEFAULT)) {
            conmon.append("2026-01-31T10:20:30Z stdout F a\u00ffb\u00c3\n".getBytes(StandardCharsets.ISO_8859_1));
            assertEquals(List.of("a\ufffdb\ufffd\n"), texts(log, LogQuery.ALL));
        }
    }

    @Test
    void aQueryChoosesByTailStreamAndTime() throws Exception {
        try (ContainerLog log = open(LogSettings.DEFAULT)) {
            for (int i = 0; i < 10; i++) {
                conmon.full(i % 2 == 0 ? LogStream.STDOUT : LogStream.STDERR, "line " + i);
            }
            assertEquals(List.of("line 8\n", "line 9\n"), texts(log, LogQuery.ALL.withTail(2)));
            assertEquals(List.of(), texts(log, LogQuery.ALL.withTail(0)));
            assertEquals(10, texts(log, LogQuery.ALL.withTail(100)).size());
            assertEquals(
                    List.of("line 9\n"),
                    texts(log, LogQuery.ALL.withTail(2).withStreams(EnumSet.of(LogStream.STDERR))));
            Instant third = Instant.parse("2026-01-31T10:20:00.003Z");
            assertEquals("line 2\n", texts(log, LogQuery.ALL.withSince(third)).getFirst());
            assertEquals("line 2\n", texts(log, LogQuery.ALL.withUntil(third)).getLast());
            assertEquals(
                    1,
                    texts(log, LogQuery.ALL.withSince(third).withUntil(third)).size());
        }
    }

    @Test
    void entriesCarryTheirTimeAndStream() throws Exception {
        try (ContainerLog log = open(LogSettings.DEFAULT)) {
            conmon.full(LogStream.STDERR, "hello");
            List<LogEntry> entries = new ArrayList<>();
            byte[] stamp = new byte[LogLine.TIMESTAMP_LENGTH];
            log.read(LogQuery.ALL, line -> {
                line.writeTimestamp(stamp, 0);
                return entries.add(line.entry());
            });
            assertEquals(LogStream.STDERR, entries.getFirst().stream());
            assertEquals(
                    Instant.parse("2026-01-31T10:20:00.001Z"),
                    entries.getFirst().time());
            assertEquals("2026-01-31T10:20:00.001000000Z", new String(stamp, StandardCharsets.US_ASCII));
            assertFalse(entries.getFirst().partial());
        }
    }

    @Test
    void filesRotateAndReadersSeeThemAll() throws Exception {
        LogSettings small = LogSettings.DEFAULT.bounded(1000, 3);
        try (ContainerLog log = open(small)) {
            for (int i = 0; i < 100; i++) {
                conmon.full(LogStream.STDOUT, "line " + i);
            }
            List<String> texts = texts(log, LogQuery.ALL);
            assertEquals("line 99\n", texts.getLast());
            assertTrue(texts.size() > 20 && texts.size() < 60, texts.toString());
            for (int i = 1; i < texts.size(); i++) {
                assertEquals("line " + (100 - texts.size() + i) + "\n", texts.get(i));
            }
            assertEquals(20, texts(log, LogQuery.ALL.withTail(20)).size());
            assertEquals("line 95\n", texts(log, LogQuery.ALL.withTail(5)).getFirst());
            assertTrue(Files.exists(files.rotated(2)));
            assertFalse(Files.exists(files.rotated(3)));
        }
    }

    @Test
    void anEmptiedFileIsWrittenFromItsStart() throws Exception {
        try (ContainerLog log = open(LogSettings.DEFAULT)) {
            log.begin(temp.resolve("ctl"));
            conmon.full(LogStream.STDOUT, "before");
            assertEquals(1, texts(log, LogQuery.ALL).size());
            Files.write(files.driverFile(), new byte[0]);
            conmon.full(LogStream.STDOUT, "after");
            assertEquals(List.of("after\n"), texts(log, LogQuery.ALL));
        }
    }

    @Test
    void linesThatAreNoRecordsAreSkipped() throws Exception {
        try (ContainerLog log = open(LogSettings.DEFAULT)) {
            conmon.append("\n\0\0\0\nnonsense\n2026-01-31T10:20:30Z stdnot F x\n2026-13 stdout F x\n");
            conmon.append("2026-01-31T10:20:30Z stdout F");
            assertEquals(List.of(), texts(log, LogQuery.ALL));
            conmon.append(" good\n");
            assertEquals(List.of("good\n"), texts(log, LogQuery.ALL));
        }
    }

    @Test
    void aSecondRunOfTheContainerAppends() throws Exception {
        try (ContainerLog log = open(LogSettings.DEFAULT)) {
            log.begin(temp.resolve("ctl"));
            conmon.full(LogStream.STDOUT, "first");
            log.finish();
            log.finish();
            log.begin(temp.resolve("ctl"));
            conmon.full(LogStream.STDOUT, "second");
            log.finish();
            assertEquals(List.of("first\n", "second\n"), texts(log, LogQuery.ALL));
        }
    }

    @Test
    void attributesStandInEachEntry() throws Exception {
        LogSettings settings = LogSettings.DEFAULT.withAttributes(Map.of("b", "2", "a", "\"1\""));
        try (ContainerLog log = open(settings)) {
            conmon.full(LogStream.STDOUT, "x");
            assertEquals(List.of("x\n"), texts(log, LogQuery.ALL));
        }
        String expected =
                "{\"log\":\"x\\n\",\"stream\":\"stdout\",\"attrs\":{\"a\":\"\\\"1\\\"\",\"b\":\"2\"},\"time\":\"2026-01-31T10:20:00.001Z\"}\n";
        assertEquals(expected, Files.readString(files.driverFile()));
    }
}
