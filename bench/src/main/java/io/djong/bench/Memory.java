package io.djong.bench;

import io.djong.testkit.daemon.DaemonUnderTest;

/** Sums up proportional set sizes (proc(5), smaps_rollup), which count a shared page once over all who share it. */
final class Memory {
    private Memory() {}

    /** The memory of an engine's processes. */
    static double megabytes(DaemonUnderTest daemon) {
        return EngineProcesses.of(daemon).stream()
                        .mapToLong(Memory::proportionalKilobytes)
                        .sum()
                / 1024.0;
    }

    private static long proportionalKilobytes(long pid) {
        return EngineProcesses.text(pid, "smaps_rollup")
                .lines()
                .filter(line -> line.startsWith("Pss:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .sum();
    }
}
