package io.djong.bench;

import io.djong.testkit.daemon.DaemonUnderTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Sums up proportional set sizes (proc(5), smaps_rollup), which count a shared page once over all who share it. */
final class Memory {
    private static final List<String> HELPERS = List.of("conmon", "containerd-shim", "docker-proxy", "containerd");

    private Memory() {}

    /** The memory of the daemon, its descendants and whatever names its roots, but not of the containers. */
    static double megabytes(DaemonUnderTest daemon) {
        Set<Long> descendants = ProcessHandle.of(daemon.pid())
                .orElseThrow()
                .descendants()
                .map(ProcessHandle::pid)
                .collect(Collectors.toSet());
        List<String> roots = List.of(daemon.root().path() + "/", daemon.root().exec() + "/");
        long kilobytes = ProcessHandle.allProcesses()
                .mapToLong(ProcessHandle::pid)
                .filter(pid -> pid == daemon.pid()
                        || descendants.contains(pid)
                        || roots.stream().anyMatch(text(pid, "cmdline")::contains))
                .filter(pid -> pid == daemon.pid() || !isContainer(pid, daemon))
                .filter(pid -> pid != ProcessHandle.current().pid())
                .map(Memory::proportionalKilobytes)
                .sum();
        return kilobytes / 1024.0;
    }

    private static boolean isContainer(long pid, DaemonUnderTest daemon) {
        String name = text(pid, "comm").strip();
        return text(pid, "cgroup").contains(daemon.root().cgroupParent() + "/")
                && HELPERS.stream().noneMatch(name::startsWith);
    }

    private static long proportionalKilobytes(long pid) {
        return text(pid, "smaps_rollup")
                .lines()
                .filter(line -> line.startsWith("Pss:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .sum();
    }

    private static String text(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // it ended meanwhile
        }
    }
}
