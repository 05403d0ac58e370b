package io.djong.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.kernel.event.Poller;
import io.djong.model.ContainerId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LogPumpTest {
    @TempDir
    Path temp;

    private Poller poller;
    private LogPump pump;
    private LogFiles files;
    private SpoolWriter conmon;

    @BeforeEach
    void start() {
        poller = Poller.start();
        pump = LogPump.start(poller);
        files = new LogFiles(new ContainerId("ef".repeat(32)), temp);
        conmon = new SpoolWriter(files);
    }

    @AfterEach
    void stop() {
        pump.close();
        poller.close();
    }

    /** A thread that follows a log and hands on what it gets. */
    private static final class Follower {
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        private final Thread thread;

        Follower(ContainerLog log, LogQuery query) {
            thread = Thread.ofVirtual().start(() -> {
                try {
                    log.read(query.following(), line -> lines.add(text(line)));
                } catch (IOException | InterruptedException e) {
                    lines.add(e.toString());
                }
            });
        }

        String next() throws InterruptedException {
            return String.valueOf(lines.poll(30, TimeUnit.SECONDS));
        }

        List<String> rest() throws InterruptedException {
            thread.join();
            return new ArrayList<>(lines);
        }
    }

    private static String text(LogLine line) {
        return new String(line.bytes(), 0, line.length(), StandardCharsets.UTF_8);
    }

    @Test
    void aFollowerSeesLinesAsTheyComeAndEndsWithTheContainer() throws Exception {
        try (ContainerLog log = ContainerLog.open(files, LogSettings.DEFAULT)) {
            pump.attach(log, temp.resolve("ctl"));
            conmon.full(LogStream.STDOUT, "before");
            Follower follower = new Follower(log, LogQuery.ALL);
            assertEquals("before\n", follower.next());
            conmon.full(LogStream.STDERR, "during");
            assertEquals("during\n", follower.next());
            conmon.part(LogStream.STDOUT, "at the end");
            pump.detach(log);
            assertEquals(List.of("at the end"), follower.rest());
        }
    }

    @Test
    void aFollowerOfTheLastNoneSeesOnlyWhatComes() throws Exception {
        try (ContainerLog log = ContainerLog.open(files, LogSettings.DEFAULT)) {
            pump.attach(log, temp.resolve("ctl"));
            conmon.full(LogStream.STDOUT, "old");
            Follower all = new Follower(log, LogQuery.ALL);
            assertEquals("old\n", all.next());
            Follower none =
                    new Follower(log, LogQuery.ALL.withTail(0).withUntil(Instant.parse("2026-01-31T10:20:59Z")));
            pump.detach(log);
            assertEquals(List.of(), none.rest());
            assertEquals(List.of(), all.rest());
        }
    }

    @Test
    void aFollowerGoesOverRotations() throws Exception {
        LogSettings small = LogSettings.DEFAULT.bounded(500, 100);
        try (ContainerLog log = ContainerLog.open(files, small)) {
            pump.attach(log, temp.resolve("ctl"));
            Follower follower = new Follower(log, LogQuery.ALL);
            for (int i = 0; i < 200; i++) {
                conmon.full(LogStream.STDOUT, "line " + i);
                if (i % 20 == 0) {
                    log.snapshot().close();
                }
            }
            pump.detach(log);
            List<String> lines = follower.rest();
            assertEquals(200, lines.size());
            for (int i = 0; i < 200; i++) {
                assertEquals("line " + i + "\n", lines.get(i));
            }
        }
    }

    @Test
    void aLogThatIsNotRunningIsNotWaitedFor() throws Exception {
        try (ContainerLog log = ContainerLog.open(files, LogSettings.DEFAULT)) {
            conmon.full(LogStream.STDOUT, "x");
            log.finish();
            assertEquals(List.of("x\n"), new Follower(log, LogQuery.ALL).rest());
        }
    }

    @Test
    void aSinkThatWantsNoMoreEndsTheReading() throws Exception {
        try (ContainerLog log = ContainerLog.open(files, LogSettings.DEFAULT)) {
            pump.attach(log, temp.resolve("ctl"));
            conmon.full(LogStream.STDOUT, "one");
            conmon.full(LogStream.STDOUT, "two");
            List<String> seen = new ArrayList<>();
            log.read(LogQuery.ALL.following(), line -> {
                seen.add(text(line));
                return false;
            });
            assertEquals(List.of("one\n"), seen);
            pump.detach(log);
        }
    }

    @Test
    void whatAPumpLeftTheNextOneTakesUp() throws Exception {
        try (ContainerLog log = ContainerLog.open(files, LogSettings.DEFAULT)) {
            pump.attach(log, temp.resolve("ctl"));
            conmon.full(LogStream.STDOUT, "first");
            conmon.part(LogStream.STDOUT, "sec");
            pump.close();
        }
        conmon.full(LogStream.STDOUT, "ond");
        pump = LogPump.start(poller);
        try (ContainerLog log = ContainerLog.open(files, LogSettings.DEFAULT)) {
            pump.attach(log, temp.resolve("ctl"));
            Follower follower = new Follower(log, LogQuery.ALL);
            assertEquals("first\n", follower.next());
            assertEquals("second\n", follower.next());
            pump.detach(log);
            assertFalse(Files.exists(files.spool()));
            assertTrue(follower.rest().isEmpty());
        }
    }
}
