package io.djong.engine.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What {@code ps -ef} would show of some processes, read from proc(5). */
final class ProcessList {
    private static final List<String> TITLES = List.of("UID", "PID", "PPID", "C", "STIME", "TTY", "TIME", "CMD");
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneId.systemDefault());

    private ProcessList() {}

    /** The titles, then a row for each process that still is there. */
    static List<List<String>> of(List<Long> pids) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(TITLES);
        pids.stream().sorted().map(ProcessList::row).flatMap(Optional::stream).forEach(rows::add);
        return rows;
    }

    private static Optional<List<String>> row(long pid) {
        Path proc = Path.of("/proc", Long.toString(pid));
        try {
            String stat = Files.readString(proc.resolve("stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            String command =
                    Files.readString(proc.resolve("cmdline")).replace('\0', ' ').strip();
            String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
            Optional<ProcessHandle> handle = ProcessHandle.of(pid);
            Duration cpu = handle.flatMap(h -> h.info().totalCpuDuration()).orElse(Duration.ZERO);
            Instant start = handle.flatMap(h -> h.info().startInstant()).orElse(Instant.EPOCH);
            return Optional.of(List.of(
                    Files.getOwner(proc).getName(),
                    Long.toString(pid),
                    fields[1],
                    "0",
                    CLOCK.format(start),
                    fields[4].equals("0") ? "?" : "pts/0",
                    "%02d:%02d:%02d".formatted(cpu.toHours(), cpu.toMinutesPart(), cpu.toSecondsPart()),
                    command.isEmpty() ? "[" + name + "]" : command));
        } catch (IOException e) {
            return Optional.empty(); // it has ended meanwhile
        }
    }
}
