package io.djong.runtime.cgroup;

import io.djong.model.error.Internal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The host's cgroup hierarchies: one for each controller on v1, a single one on v2. Where both are mounted (hybrid),
 * the controllers are v1's.
 */
public final class Cgroups {
    private static final Set<String> NOT_CONTROLLERS = Set.of("rw", "ro", "xattr", "noprefix", "clone_children");

    private final boolean unified;
    private final Map<String, Path> hierarchies;
    private final Path own;

    private Cgroups(boolean unified, Map<String, Path> hierarchies, Path own) {
        this.unified = unified;
        this.hierarchies = hierarchies;
        this.own = own;
    }

    /** Reads the mounts of this process. */
    public static Cgroups detect() {
        try {
            return parse(
                    Files.readAllLines(Path.of("/proc/self/mountinfo")),
                    Files.readAllLines(Path.of("/proc/self/cgroup")));
        } catch (IOException e) {
            throw Internal.failedTo("read the cgroup mounts", e);
        }
    }

    /** Reads {@code mountinfo} and {@code cgroup} of a process (proc(5)). */
    public static Cgroups parse(List<String> mountinfo, List<String> membership) {
        Map<String, Path> v1 = new LinkedHashMap<>();
        Path v2 = Path.of("");
        for (String line : mountinfo) {
            String[] halves = line.split(" - ", 2);
            String[] left = halves[0].split(" ", -1);
            String[] right = halves.length == 2 ? halves[1].split(" ", -1) : new String[0];
            if (left.length < 5 || right.length < 3) {
                continue;
            }
            Path mountpoint = Path.of(left[4].replace("\\040", " "));
            if (right[0].equals("cgroup2")) {
                v2 = mountpoint;
            } else if (right[0].equals("cgroup")) {
                controllers(right[2]).forEach(name -> v1.putIfAbsent(name, mountpoint));
            }
        }
        boolean unified = v1.keySet().stream().allMatch(name -> name.startsWith("name="))
                && !v2.toString().isEmpty();
        if (!unified && !v2.toString().isEmpty()) {
            v1.put("", v2); // the runtime puts containers there too
        }
        Map<String, Path> hierarchies = unified ? Map.of("", v2) : v1;
        return new Cgroups(unified, hierarchies, own(unified, hierarchies, membership));
    }

    private static List<String> controllers(String options) {
        List<String> names = new ArrayList<>();
        for (String option : options.split(",", -1)) {
            if (!NOT_CONTROLLERS.contains(option) && !option.startsWith("release_agent")) {
                names.add(option);
            }
        }
        return names;
    }

    /** The directory of a cgroup that this process is in. */
    private static Path own(boolean unified, Map<String, Path> hierarchies, List<String> membership) {
        for (String line : membership) {
            String[] fields = line.split(":", 3);
            for (String controller : fields[1].split(",", -1)) {
                Path root = hierarchies.get(controller);
                if (root != null && (unified || !controller.isEmpty())) {
                    return root.resolve(fields[2].substring(1));
                }
            }
        }
        return Path.of("");
    }

    /** Whether this host has cgroup v2 alone. */
    public boolean unified() {
        return unified;
    }

    /** Whether a controller is there and, on v1, has that file; an empty name asks for the controller alone. */
    public boolean has(String controller, String file) {
        if (unified) {
            List<String> there =
                    List.of(text(hierarchies.getOrDefault("", Path.of("")).resolve("cgroup.controllers"))
                            .split(" ", -1));
            return there.contains(controller.equals("blkio") ? "io" : controller);
        }
        Path hierarchy = hierarchies.get(controller);
        return hierarchy != null && Files.exists(hierarchy.resolve(file));
    }

    /** The processors that groups may be given, as {@code 0-3}. */
    public String processors() {
        return set("cpus");
    }

    /** The memory nodes that groups may be given. */
    public String memoryNodes() {
        return set("mems");
    }

    private String set(String what) {
        Path root = hierarchies.getOrDefault(unified ? "" : "cpuset", Path.of(""));
        return text(root.resolve("cpuset." + what + (unified ? ".effective" : "")));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            return "";
        }
    }

    /** Moves this process to where it is: nothing changes, but the kernel gets ready to move others. */
    public void touch() {
        if (own.toString().isEmpty()) {
            return;
        }
        try {
            Files.write(own.resolve("cgroup.procs"), "0".getBytes(StandardCharsets.US_ASCII), StandardOpenOption.WRITE);
        } catch (IOException e) {
            // Only a matter of speed, and the runtime will say what is wrong.
        }
    }

    /**
     * Gives the groups on a path, from the top one down, their share of real-time scheduling: none can give more than it
     * has. Without effect where the kernel shares nothing out, as on v2.
     *
     * @throws Internal if it cannot be given
     */
    public void share(RealTimeShare share, String path) {
        if (share.isNone() || unified || !has("cpu", "cpu.rt_runtime_us")) {
            return;
        }
        Path group = hierarchies.getOrDefault("cpu", Path.of(""));
        try {
            for (Path part : Path.of(path)) {
                group = Files.createDirectories(group.resolve(part));
                set(group.resolve("cpu.rt_period_us"), share.period());
                set(group.resolve("cpu.rt_runtime_us"), share.runtime());
            }
        } catch (IOException e) {
            throw Internal.failedTo("give the cgroup " + group + " its share of real-time scheduling", e);
        }
    }

    private static void set(Path file, long value) throws IOException {
        if (value != 0) {
            Files.write(file, Long.toString(value).getBytes(StandardCharsets.US_ASCII), StandardOpenOption.WRITE);
        }
    }

    /** A cgroup by its path from the root of each hierarchy, as {@code /djong/<id>}, whether or not it exists. */
    public Cgroup group(String path) {
        Map<String, Path> directories = new LinkedHashMap<>();
        hierarchies.forEach((controller, root) -> directories.put(controller, root.resolve(path.substring(1))));
        return new Cgroup(unified, directories);
    }
}
