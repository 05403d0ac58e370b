package io.djong.bench;

import io.djong.testkit.daemon.DaemonUnderTest;
import io.djong.testkit.process.Await;
import io.djong.testkit.process.Running;
import java.time.Duration;
import java.util.List;

/**
 * The processor time that an engine takes, helpers and all, while one client follows the statistics of all containers.
 *
 * @param containers how many there are
 * @param seconds how long the client is watched, once it follows all of them
 */
record StatsRow(String key, String title, double goal, int containers, int seconds) implements Row {
    private static final Duration SETTLE = Duration.ofSeconds(5);

    /** The kernel's USER_HZ, in milliseconds. */
    private static final long MILLIS_PER_TICK = 10;

    /** The fields utime and stime of {@code /proc/<pid>/stat}, counted after the name (proc(5)). */
    private static final List<Integer> FIELDS = List.of(11, 12);

    @Override
    public String unit() {
        return "ms";
    }

    @Override
    public int rounds() {
        return 1;
    }

    @Override
    public void prepare(Contender contender) {
        contender.clear();
        Contender.runSleepers(contender.daemon(), containers);
    }

    @Override
    public double sample(Contender contender) {
        DaemonUnderTest daemon = contender.daemon();
        try (Running _ = contender.docker().start("stats", "--format", "{{.Name}}")) {
            Await.pause(SETTLE);
            // Helpers that hold one container each come and go with those: the same are there at the end.
            List<Long> processes = EngineProcesses.of(daemon);
            long before = ticks(processes);
            Await.pause(Duration.ofSeconds(seconds));
            return (ticks(processes) - before) * MILLIS_PER_TICK;
        }
    }

    private static long ticks(List<Long> processes) {
        return processes.stream().mapToLong(StatsRow::ticks).sum();
    }

    private static long ticks(long pid) {
        String stat = EngineProcesses.text(pid, "stat");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
        return FIELDS.stream()
                .filter(field -> field < fields.length)
                .mapToLong(field -> Long.parseLong(fields[field]))
                .sum();
    }
}
