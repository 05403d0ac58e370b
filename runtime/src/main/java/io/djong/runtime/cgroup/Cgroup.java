package io.djong.runtime.cgroup;

import io.djong.kernel.process.Pidfd;
import io.djong.kernel.process.Signal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A container's control group: on v1 a directory in each hierarchy, on v2 one. It may not exist, or no more. */
public final class Cgroup {
    private static final Duration SETTLE = Duration.ofSeconds(2);
    private static final long PAUSE_MILLIS = 2;
    private static final int TRIES_BEFORE_THAW = 5;

    private final boolean unified;
    private final Map<String, Path> directories;

    Cgroup(boolean unified, Map<String, Path> directories) {
        this.unified = unified;
        this.directories = directories;
    }

    /** Whether it is one directory of cgroup v2. */
    public boolean unified() {
        return unified;
    }

    /** The directory in a controller's hierarchy; the empty path where there is no such controller. */
    public Path directory(String controller) {
        return directories.getOrDefault(unified ? "" : controller, Path.of(""));
    }

    /** The processes in the group and in groups below it. */
    public List<Long> processes() {
        List<Long> pids = new ArrayList<>();
        Path root = directory(unified ? "" : directories.containsKey("pids") ? "pids" : "memory");
        for (Path group : tree(root)) {
            for (String line : read(group.resolve("cgroup.procs")).lines().toList()) {
                pids.add(Long.parseLong(line));
            }
        }
        return pids;
    }

    /**
     * Kills the processes in the group and in groups below it, once each; those that they start meanwhile may live. Those
     * that are frozen, or about to be, are woken, as on v1 they would not die before.
     */
    public void kill() {
        for (long pid : processes()) {
            Pidfd.open(pid).ifPresent(process -> {
                try (process) {
                    process.signal(Signal.KILL);
                }
            });
        }
        try {
            thaw();
        } catch (IOException e) {
            // there is no freezer, or the group is gone
        }
    }

    /** Whether the kernel has killed a process of the group for want of memory. */
    public boolean outOfMemory() {
        Path file = directory("memory").resolve(unified ? "memory.events" : "memory.oom_control");
        return read(file).lines().anyMatch(line -> line.startsWith("oom_kill ") && !line.equals("oom_kill 0"));
    }

    /** Whether the group has a freezer that holds it. */
    public boolean frozen() {
        return unified
                ? read(directory("").resolve("cgroup.events")).contains("frozen 1")
                : read(directory("freezer").resolve("freezer.state")).startsWith("FROZEN");
    }

    /** Stops every process of the group where it is, or none of them. @return whether all stand still in time */
    public boolean freeze() throws IOException, InterruptedException {
        boolean still = false;
        try {
            still = awaitFrozen();
            return still;
        } finally {
            if (!still) {
                thaw();
            }
        }
    }

    private boolean awaitFrozen() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + SETTLE.toNanos();
        int tries = 0;
        do {
            write(unified ? "cgroup.freeze" : "freezer.state", unified ? "1" : "FROZEN");
            if (frozen()) {
                return true;
            }
            // On v1 a process in vfork(2) waits in a way that cannot be frozen for a child that is: let both go on.
            if (!unified && ++tries % TRIES_BEFORE_THAW == 0) {
                thaw();
            }
            Thread.sleep(PAUSE_MILLIS);
        } while (System.nanoTime() < deadline);
        return false;
    }

    /** Lets the processes go on. */
    public void thaw() throws IOException {
        write(unified ? "cgroup.freeze" : "freezer.state", unified ? "0" : "THAWED");
    }

    private void write(String file, String value) throws IOException {
        Path path = directory(unified ? "" : "freezer").resolve(file);
        Files.write(path, value.getBytes(StandardCharsets.US_ASCII), StandardOpenOption.WRITE);
    }

    /** Removes the group and the groups below it, with the processes that are still there, waiting for them a while. @return whether it is gone */
    public boolean remove() throws InterruptedException {
        Set<Path> left = new LinkedHashSet<>(directories.values());
        long deadline = System.nanoTime() + SETTLE.toNanos();
        left.removeIf(Cgroup::removed);
        while (!left.isEmpty() && System.nanoTime() < deadline) {
            kill();
            Thread.sleep(PAUSE_MILLIS);
            left.removeIf(Cgroup::removed);
        }
        return left.isEmpty();
    }

    private static boolean removed(Path directory) {
        try {
            Files.delete(directory);
            return true;
        } catch (NoSuchFileException e) {
            return true;
        } catch (IOException e) {
            // busy with processes, or with groups below
        }
        List<Path> groups = tree(directory);
        for (int i = groups.size() - 1; i >= 0; i--) {
            try {
                Files.deleteIfExists(groups.get(i));
            } catch (IOException e) {
                return false;
            }
        }
        return true;
    }

    /** A directory and those below it, parents first; nothing if it does not exist. */
    private static List<Path> tree(Path root) {
        List<Path> all = new ArrayList<>();
        if (!root.toString().isEmpty() && Files.isDirectory(root)) {
            all.add(root);
        }
        for (int i = 0; i < all.size(); i++) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(all.get(i), Files::isDirectory)) {
                entries.forEach(all::add);
            } catch (IOException e) {
                // gone meanwhile
            }
        }
        return all;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            return "";
        }
    }
}
