package io.djong.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.model.ContainerId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the pump after each single change that it makes to a file, in one run after the other, and goes on with a new
 * one. Both streams, joined and split lines, rotation of the driver's file and changes of the spool are under way.
 */
class SpoolPumpKillTest {
    private static final LogSettings SETTINGS = LogSettings.DEFAULT.bounded(2000, 1000);
    private static final long SPOOL_BOUND = 1500;
    private static final int ROUNDS = 25;

    @TempDir
    Path temp;

    @Test
    void noKillLosesOrDoublesALine() throws Exception {
        List<String> expected = new Scenario(0, 0, false).run();
        assertTrue(expected.size() > 50, "the scenario is too short");
        int kills = 0;
        for (int first = 1; ; first++) {
            Scenario scenario = new Scenario(first, first % 5, false);
            assertSame(expected, scenario.run(), "killed after change " + first);
            if (!scenario.killed) {
                break;
            }
            kills++;
        }
        assertTrue(kills > 60, "only " + kills + " kills");
    }

    @Test
    void aWriteCutShortByAKillIsDoneAgain() throws Exception {
        List<String> expected = new Scenario(0, 0, false).run();
        for (int first = 1; ; first++) {
            Scenario scenario = new Scenario(first, 0, true);
            assertSame(expected, scenario.run(), "torn at change " + first);
            if (!scenario.killed) {
                break;
            }
        }
    }

    /** Says where two logs begin to differ, not all of both. */
    private static void assertSame(List<String> expected, List<String> actual, String when) {
        for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
            assertEquals(shorten(expected.get(i)), shorten(actual.get(i)), when + ", line " + i);
        }
        assertEquals(expected.size(), actual.size(), when);
    }

    private static String shorten(String line) {
        return line.length() < 200
                ? line
                : line.substring(0, 20) + "…" + line.length() + "…" + line.substring(line.length() - 90);
    }

    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** One run from an empty directory, over a kill or two, to the container's end. */
    private final class Scenario {
        private final LogFiles files;
        private final Path fifo;
        private final SpoolWriter records;
        private final boolean torn;
        private int stepsToKill;
        private int secondKill;
        private boolean killed;
        private SpoolPump pump;
        private byte[] driverBefore = new byte[0];
        private byte[] progressBefore = new byte[0];

        /** @param second how many changes after the first kill there is another; 0 for none */
        Scenario(int first, int second, boolean torn) throws IOException {
            Path directory = Files.createTempDirectory(temp, "run");
            this.files = new LogFiles(new ContainerId("cd".repeat(32)), directory);
            this.fifo = directory.resolve("no-ctl");
            this.records = new SpoolWriter(files);
            this.stepsToKill = first == 0 ? Integer.MAX_VALUE : first;
            this.secondKill = second;
            this.torn = torn;
            Files.createDirectories(files.spoolDirectory());
            this.pump = SpoolPump.open(files, SETTINGS);
            survive(this::restart);
        }

        List<String> run() throws IOException {
            for (int round = 0; round < ROUNDS; round++) {
                conmonWrites(round);
                boolean leftBefore = Files.exists(files.oldSpool());
                survive(() -> {
                    pump.step(new PumpBuffers());
                    pump.boundSpool(fifo);
                });
                if (leftBefore && !Files.exists(files.spool())) {
                    records.reopen(); // conmon takes a round to answer
                }
            }
            survive(() -> pump.finish(new PumpBuffers()));
            assertTrue(!Files.exists(files.spool()) && !Files.exists(files.oldSpool()), "a spool is left");
            pump.close();
            return lines();
        }

        private void conmonWrites(int round) throws IOException {
            String text = records.record(LogStream.STDOUT, 'P', "out " + round + " begins, ")
                    + records.record(LogStream.STDERR, 'F', "err " + round)
                    + records.record(LogStream.STDOUT, round % 3 == 0 ? 'P' : 'F', "goes on")
                    + (round % 10 == 0 ? records.record(LogStream.STDERR, 'F', "é".repeat(9000)) : "")
                    + records.record(LogStream.STDERR, 'F', "err " + round + " again");
            boolean renamed = !Files.exists(files.spool()) && Files.exists(files.oldSpool());
            Path target = renamed ? files.oldSpool() : files.spool();
            Files.writeString(target, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }

        private void survive(Runnable work) {
            while (true) {
                try {
                    work.run();
                    return;
                } catch (Killed e) {
                    killed = true;
                    stepsToKill = secondKill > 0 ? secondKill : Integer.MAX_VALUE;
                    secondKill = 0;
                    reopen();
                }
            }
        }

        /** The next daemon; it too may be killed while it recovers. */
        private void reopen() {
            while (true) {
                try {
                    restart();
                    return;
                } catch (Killed e) {
                    stepsToKill = Integer.MAX_VALUE;
                }
            }
        }

        private void restart() {
            pump.close();
            remember();
            pump = SpoolPump.open(files, SETTINGS, SPOOL_BOUND, this::afterStep);
        }

        private void afterStep() {
            if (--stepsToKill == 0) {
                if (torn) {
                    tear(files.driverFile(), driverBefore);
                    tear(files.progress(), progressBefore);
                }
                throw new Killed();
            }
            remember();
        }

        private void remember() {
            if (!torn) {
                return;
            }
            driverBefore = read(files.driverFile());
            progressBefore = read(files.progress());
        }

        /** Undoes the second half of what the last write has changed. */
        private void tear(Path path, byte[] before) {
            byte[] now = read(path);
            int first = Arrays.mismatch(now, before);
            if (first < 0 || now.length < before.length) {
                return;
            }
            int last = now.length;
            while (last > first && last <= before.length && now[last - 1] == before[last - 1]) {
                last--;
            }
            int middle = first + (last - first) / 2;
            byte[] half = Arrays.copyOf(now, Math.max(middle, before.length));
            if (before.length > middle) {
                System.arraycopy(before, middle, half, middle, before.length - middle);
            }
            write(path, half);
        }

        private byte[] read(Path path) {
            try {
                return Files.exists(path) ? Files.readAllBytes(path) : new byte[0];
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void write(Path path, byte[] bytes) {
            try {
                Files.write(path, bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private List<String> lines() throws IOException {
            List<String> lines = new ArrayList<>();
            for (int number = 999; number >= 0; number--) {
                Path file = number == 0 ? files.driverFile() : files.rotated(number);
                if (Files.exists(file)) {
                    lines.addAll(Files.readAllLines(file, StandardCharsets.UTF_8));
                }
            }
            return lines;
        }
    }
}
