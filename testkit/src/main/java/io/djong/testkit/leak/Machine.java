package io.djong.testkit.leak;

import io.djong.testkit.daemon.DaemonRoot;
import io.djong.testkit.daemon.DaemonUnderTest;
import io.djong.testkit.daemon.EngineKind;
import io.djong.testkit.process.Command;
import io.djong.testkit.process.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Reads from the kernel what a daemon could leave behind. */
final class Machine {
    private static final int DEPTH = 4;

    private Machine() {}

    static Snapshot look(DaemonUnderTest daemon) {
        DaemonRoot root = daemon.root();
        OptionalLong running = daemon.runningPid();
        Map<String, List<String>> sections = new LinkedHashMap<>();
        sections.put("mounts", mounts());
        sections.put("links", links());
        sections.put("routes", routes());
        sections.put("rules", rules());
        sections.put("processes", processes(root, running));
        sections.put("cgroups", cgroups(root));
        sections.put("files", files(daemon));
        // dockerd 20.10 keeps the FIFO of a terminal's input open, and a socket for each container that it has seen.
        OptionalLong descriptors = daemon.kind() == EngineKind.DOCKERD ? OptionalLong.empty() : running;
        descriptors.ifPresent(pid -> {
            sections.put("descriptors", Descriptors.named(pid, daemon));
            sections.put(Snapshot.NAMELESS, Descriptors.kinds(pid));
        });
        return new Snapshot(sections);
    }

    private static List<String> mounts() {
        return lines("/proc/self/mountinfo").stream()
                .map(line -> {
                    String[] words = line.substring(line.indexOf(" - ") + 3).split(" ", -1);
                    return line.split(" ", -1)[4] + " (" + words[0] + ")";
                })
                .toList();
    }

    private static List<String> links() {
        return lines("/proc/self/net/dev").stream()
                .skip(2)
                .map(line -> line.substring(0, line.indexOf(':')).strip())
                .toList();
    }

    private static List<String> routes() {
        return lines("/proc/self/net/route").stream()
                .skip(1)
                .map(line -> line.split("\t", -1))
                .map(words -> "to " + words[1] + "/" + words[7] + " by " + words[0])
                .toList();
    }

    /** Each line of the rule set with the table and chain that it is in; counters and handles are left out. */
    private static List<String> rules() {
        Result ruleset = Command.of("nft", "-s", "list", "ruleset").run().ok();
        List<String> rules = new ArrayList<>();
        Deque<String> around = new ArrayDeque<>();
        for (String line : ruleset.lines()) {
            String text = line.strip();
            if (text.equals("}")) {
                around.removeLast();
            } else if (!text.isEmpty() && !text.startsWith("#")) {
                String place = String.join(" / ", around);
                rules.add(place.isEmpty() ? text : place + ": " + text);
                if (text.endsWith("{") && !text.contains("elements")) {
                    around.addLast(text.substring(0, text.length() - 1).strip());
                }
            }
        }
        return rules;
    }

    /** The processes that name the root, live in its cgroup, or are dead children that the daemon has not reaped. */
    private static List<String> processes(DaemonRoot root, OptionalLong daemon) {
        List<String> found = new ArrayList<>();
        ProcessHandle.allProcesses().mapToLong(ProcessHandle::pid).sorted().forEach(pid -> {
            Path directory = Path.of("/proc", Long.toString(pid));
            String command =
                    text(directory.resolve("cmdline")).replace('\0', ' ').strip();
            boolean ofRoot = command.contains(root.path() + "/")
                    || text(directory.resolve("cgroup")).contains(root.cgroupParent() + "/");
            boolean isDaemon = daemon.isPresent() && daemon.getAsLong() == pid;
            if (ofRoot && !isDaemon && !command.startsWith("docker ")) {
                found.add(pid + " " + command);
            } else if (daemon.isPresent() && isZombieOf(text(directory.resolve("stat")), daemon.getAsLong())) {
                found.add(pid + " is a zombie child of the daemon");
            }
        });
        return found;
    }

    private static boolean isZombieOf(String stat, long parent) {
        String[] afterName = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
        return afterName.length > 1 && afterName[0].equals("Z") && afterName[1].equals(Long.toString(parent));
    }

    private static List<String> cgroups(DaemonRoot root) {
        return root.cgroups().stream()
                .flatMap(parent -> below(parent, DEPTH).stream())
                .filter(Files::isDirectory)
                .map(Path::toString)
                .toList();
    }

    private static List<String> files(DaemonUnderTest daemon) {
        List<String> found = new ArrayList<>();
        for (Path top : List.of(daemon.root().exec(), daemon.root().data())) {
            below(top, DEPTH).stream()
                    .map(Path::toString)
                    .filter(path -> !daemon.kind().keeps(path))
                    .forEach(found::add);
        }
        return found;
    }

    private static List<Path> below(Path top, int depth) {
        List<Path> found = new ArrayList<>();
        if (depth > 0) {
            for (Path child : children(top)) {
                found.add(child);
                found.addAll(below(child, depth - 1));
            }
        }
        return found;
    }

    private static List<Path> children(Path directory) {
        if (!Files.isDirectory(directory) || Files.isSymbolicLink(directory)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(directory)) {
            return children.sorted().toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of(); // it was removed while it was read
        }
    }

    private static List<String> lines(String file) {
        return text(Path.of(file)).lines().toList();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // the process ended meanwhile
        }
    }
}
