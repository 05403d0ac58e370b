package io.djong.bench;

import io.djong.testkit.daemon.DaemonUnderTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The processes that an engine takes: the daemon, its descendants and whatever names its roots, but no containers. */
final class EngineProcesses {
    private static final List<String> HELPERS = List.of("conmon", "containerd-shim", "docker-proxy", "containerd");

    private EngineProcesses() {}

    /** Their numbers, now. */
    static List<Long> of(DaemonUnderTest daemon) {
        Set<Long> descendants = ProcessHandle.of(daemon.pid())
                .orElseThrow()
                .descendants()
                .map(ProcessHandle::pid)
                .collect(Collectors.toSet());
        List<String> roots = List.of(daemon.root().path() + "/", daemon.root().exec() + "/");
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> pid == daemon.pid()
                        || descendants.contains(pid)
                        || roots.stream().anyMatch(text(pid, "cmdline")::contains))
                .filter(pid -> pid == daemon.pid() || !isContainer(pid, daemon))
                .filter(pid -> pid != ProcessHandle.current().pid())
                .toList();
    }

    private static boolean isContainer(long pid, DaemonUnderTest daemon) {
        String name = text(pid, "comm").strip();
        return text(pid, "cgroup").contains(daemon.root().cgroupParent() + "/")
                && HELPERS.stream().noneMatch(name::startsWith);
    }

    /** A file of a process in {@code /proc}; empty where the process has ended. */
    static String text(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // it ended meanwhile
        }
    }
}
