package io.djong.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.kernel.event.Poller;
import io.djong.kernel.file.Access;
import io.djong.kernel.file.OpenFile;
import io.djong.model.ContainerId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rotated, compressed and large files, and what a reader finds in them. */
@Timeout(60)
class LogFilesTest {
    private static final LogSettings SMALL =
            LogSettings.DEFAULT.bounded(1000, 5).compressed();

    @TempDir
    Path temp;

    private LogFiles files;
    private SpoolWriter conmon;

    @BeforeEach
    void setUp() {
        files = new LogFiles(new ContainerId("ab".repeat(32)), temp);
        conmon = new SpoolWriter(files);
    }

    private static List<String> texts(ContainerLog log, LogQuery query) throws Exception {
        List<String> texts = new ArrayList<>();
        log.read(query, line -> texts.add(text(line)));
        return texts;
    }

    private static String text(LogLine line) {
        return new String(line.bytes(), 0, line.length(), StandardCharsets.UTF_8).strip();
    }

    private List<String> write(int from, int to) throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = from; i < to; i++) {
            conmon.full(LogStream.STDOUT, "line " + i);
            lines.add("line " + i);
        }
        return lines;
    }

    @Test
    void onlyFilesThatAreThereAreLookedFor() throws Exception {
        LogSettings endless = SMALL.bounded(1000, Integer.MAX_VALUE);
        try (ContainerLog log = ContainerLog.open(files, endless)) {
            List<String> written = write(0, 100);
            log.finish();
            log.compress();
            assertEquals(written, texts(log, LogQuery.ALL));
            assertTrue(Files.exists(files.compressed(5)));
            assertFalse(Files.exists(files.rotated(5)));
        }
    }

    @Test
    void compressedFilesAreReadLikeOthers() throws Exception {
        try (ContainerLog log = ContainerLog.open(files, SMALL)) {
            List<String> written = write(0, 45);
            log.finish();
            List<String> before = texts(log, LogQuery.ALL);
            assertEquals(written, before);
            assertTrue(log.takeCompressible());
            log.compress();
            assertFalse(Files.exists(files.rotated(1)));
            try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(files.compressed(1)))) {
                assertTrue(new String(in.readAllBytes(), StandardCharsets.UTF_8).startsWith("{\"log\":\"line "));
            }
            assertEquals(written, texts(log, LogQuery.ALL));
            assertEquals(written.subList(5, 45), texts(log, LogQuery.ALL.withTail(40)));
            Instant late = Instant.parse("2026-01-31T10:20:00.040Z");
            assertEquals(written.subList(39, 45), texts(log, LogQuery.ALL.withSince(late)));
        }
        try (Stream<Path> left = Files.list(temp)) {
            assertEquals(
                    List.of(),
                    left.filter(path -> path.toString().endsWith(".tmp")).toList());
        }
    }

    @Test
    void rotationGoesOnOverCompressedFiles() throws Exception {
        try (ContainerLog log = ContainerLog.open(files, SMALL)) {
            List<String> written = new ArrayList<>();
            for (int round = 0; round < 20; round++) {
                written.addAll(write(round * 10, round * 10 + 10));
                log.finish();
                log.compress();
            }
            List<String> kept = texts(log, LogQuery.ALL);
            assertTrue(kept.size() > 40 && kept.size() < 80, "kept " + kept.size());
            assertEquals(written.subList(written.size() - kept.size(), written.size()), kept);
            assertFalse(Files.exists(files.compressed(5)));
        }
    }

    @Test
    void aFileThatRotatesOnWhileItIsCompressedKeepsItsPlace() throws Exception {
        try (ContainerLog log = ContainerLog.open(files, SMALL)) {
            List<String> written = write(0, 15);
            log.finish();
            Compression compression = new Compression(files, 5);
            long inode;
            try (var plain = compression.next().orElseThrow()) {
                inode = plain.stat().inode();
                compression.compress(plain);
            }
            written.addAll(write(15, 30));
            log.finish();
            assertTrue(Files.exists(files.rotated(2)));
            compression.replace(inode);
            assertTrue(Files.exists(files.compressed(2)) && !Files.exists(files.rotated(2)));
            assertEquals(written, texts(log, LogQuery.ALL));
            compression.compress(OpenFile.open(files.compressed(2), Access.READ));
            compression.replace(inode);
            assertFalse(Files.exists(files.compressing()));
        }
    }

    @Test
    void whatAKilledCompressionLeftIsDoneAgain() throws Exception {
        try (ContainerLog log = ContainerLog.open(files, SMALL)) {
            List<String> written = write(0, 15);
            log.finish();
            Files.writeString(files.compressed(1), "half");
            Files.writeString(files.compressing(), "half of a half");
            assertEquals(written, texts(log, LogQuery.ALL));
            log.compress();
            assertEquals(written, texts(log, LogQuery.ALL));
            assertFalse(Files.exists(files.rotated(1)) || Files.exists(files.compressing()));
        }
    }

    @Test
    void aPlaceStaysThatPlaceOverRotationsAndRestarts() throws Exception {
        List<LogPosition> reached = new ArrayList<>();
        List<String> written = new ArrayList<>();
        try (ContainerLog log = ContainerLog.open(files, SMALL)) {
            written.addAll(write(0, 25));
            log.finish();
            follow(log, LogPosition.START, reached);
            log.compress();
        }
        LogPosition place = reached.getLast();
        assertTrue(place.generation() > 0 && place.offset() > 0);
        written.addAll(write(25, 45));
        try (ContainerLog log = ContainerLog.open(files, SMALL)) {
            log.finish();
            log.compress();
            assertEquals(written.subList(25, 45), follow(log, place, reached));
            assertEquals(List.of(), follow(log, reached.getLast(), reached));
            assertEquals(log.end(), reached.getLast());
        }
    }

    private static List<String> follow(ContainerLog log, LogPosition from, List<LogPosition> reached) throws Exception {
        List<String> texts = new ArrayList<>();
        log.follow(from, new LogSink() {
            @Override
            public boolean accept(LogLine line) {
                return texts.add(text(line));
            }

            @Override
            public void reached(LogPosition position) {
                reached.add(position);
            }
        });
        return texts;
    }

    @Test
    void aTimeIsFoundWithoutReadingAllBeforeIt() throws Exception {
        StringBuilder all = new StringBuilder();
        int lines = 60_000;
        for (int i = 0; i < lines; i++) {
            all.append("{\"log\":\"line ").append(i).append("\\n\",\"stream\":\"stdout\",\"time\":\"");
            all.append("2026-01-31T%02d:%02d:%02d.5Z\"}\n".formatted(i / 3600, i / 60 % 60, i % 60));
        }
        Files.writeString(files.driverFile(), all);
        try (ContainerLog log = ContainerLog.open(files, LogSettings.DEFAULT)) {
            for (int i : new int[] {0, 1, 777, 30_000, 59_998, 59_999}) {
                Instant time = Instant.parse("2026-01-31T00:00:00.5Z").plusSeconds(i);
                List<String> found = texts(log, LogQuery.ALL.withSince(time));
                assertEquals("line " + i, found.getFirst());
                assertEquals(lines - i, found.size());
                assertEquals(
                        "line " + (i + 1),
                        texts(log, LogQuery.ALL.withSince(time.plusNanos(1)).withUntil(time.plusSeconds(3))).stream()
                                .findFirst()
                                .orElse("line 60000"));
            }
            assertEquals(List.of(), texts(log, LogQuery.ALL.withSince(Instant.parse("2026-02-01T00:00:00Z"))));
        }
    }

    @Test
    void aFilesOwnTimeMayLagBehindThatOfItsLastEntry() throws Exception {
        Instant time = Instant.parse("2026-01-31T10:20:00.001Z");
        try (ContainerLog log = ContainerLog.open(files, LogSettings.DEFAULT)) {
            List<String> written = write(0, 1);
            log.finish();
            Files.setLastModifiedTime(files.driverFile(), FileTime.from(time.minusMillis(4)));
            assertEquals(written, texts(log, LogQuery.ALL.withSince(time)));
        }
    }

    @Test
    void attributesComeBackWithTheEntry() throws Exception {
        Map<String, String> attributes = Map.of("b", "2", "a", "\"1\"");
        try (ContainerLog log = ContainerLog.open(files, LogSettings.DEFAULT.withAttributes(attributes))) {
            conmon.full(LogStream.STDOUT, "x");
            List<Map<String, String>> seen = new ArrayList<>();
            log.read(LogQuery.ALL, line -> seen.add(line.attributes()));
            assertEquals(List.of(attributes), seen);
        }
        try (ContainerLog log = ContainerLog.open(files, LogSettings.DEFAULT)) {
            conmon.full(LogStream.STDOUT, "y");
            List<Map<String, String>> seen = new ArrayList<>();
            log.read(LogQuery.ALL, line -> seen.add(line.attributes()));
            assertEquals(List.of(attributes, Map.of()), seen);
        }
    }

    @Test
    void aLogThatRestsHoldsNoDescriptorAndGoesOnWhereItWas() throws Exception {
        Poller poller = Poller.start();
        try (LogPump pump = LogPump.start(poller);
                ContainerLog log = ContainerLog.open(files, LogSettings.DEFAULT)) {
            pump.attach(log, temp.resolve("ctl"));
            conmon.part(LogStream.STDOUT, "be");
            conmon.full(LogStream.STDERR, "x");
            assertEquals(List.of("x"), texts(log, LogQuery.ALL));
            awaitRest();
            assertEquals(List.of("x"), texts(log, LogQuery.ALL));
            awaitRest();
            conmon.full(LogStream.STDOUT, "gun");
            while (log.end().offset() < 100) {
                Thread.onSpinWait(); // the pump wakes by itself
            }
            assertEquals(List.of("x", "begun"), texts(log, LogQuery.ALL));
            pump.detach(log);
        } finally {
            poller.close();
        }
    }

    /** The pump closes files by itself after a while. */
    private void awaitRest() throws IOException {
        while (openBelow(temp) > 0) {
            Thread.onSpinWait();
        }
    }

    private static long openBelow(Path directory) throws IOException {
        long count = 0;
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                if (Files.isSymbolicLink(descriptor)
                        && Files.readSymbolicLink(descriptor).startsWith(directory)) {
                    count++;
                }
            }
        }
        return count;
    }
}
