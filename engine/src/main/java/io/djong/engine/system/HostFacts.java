package io.djong.engine.system;

import io.djong.model.error.Internal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The host, as the kernel's and the distribution's files describe it. */
final class HostFacts {
    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

    private HostFacts() {}

    static String kernelVersion() {
        return line(Path.of("/proc/sys/kernel/osrelease"));
    }

    static String hostname() {
        return line(Path.of("/proc/sys/kernel/hostname"));
    }

    /** {@code PRETTY_NAME} of os-release(5). */
    static String operatingSystem() {
        return osRelease("PRETTY_NAME", "Linux");
    }

    static String osVersion() {
        return osRelease("VERSION_ID", "");
    }

    /** The machine as uname(2) names it. */
    static String architecture() {
        return String.valueOf(System.getProperty("os.arch")).equals("amd64") ? "x86_64" : "aarch64";
    }

    /** Bytes of memory. */
    static long memory() {
        return lines(Path.of("/proc/meminfo")).stream()
                .filter(line -> line.startsWith("MemTotal:"))
                .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                .findFirst()
                .orElse(0L);
    }

    static boolean unifiedCgroups() {
        return Files.exists(CGROUPS.resolve("cgroup.controllers"));
    }

    /** Whether a resource can be limited; on the unified hierarchy whether its controller is there. */
    static boolean hasController(String v1File, String v2Controller) {
        return unifiedCgroups()
                ? List.of(line(CGROUPS.resolve("cgroup.controllers")).split(" ", -1))
                        .contains(v2Controller)
                : Files.exists(CGROUPS.resolve(v1File));
    }

    static boolean forwardsIpv4() {
        return line(Path.of("/proc/sys/net/ipv4/ip_forward")).equals("1");
    }

    /** Whether what crosses a bridge is shown to a packet filter of that name. */
    static boolean filtersBridges(String filter) {
        return line(Path.of("/proc/sys/net/bridge/bridge-nf-call-" + filter)).equals("1");
    }

    /** The kind of file system that a directory lies on, in Docker's words. */
    static String fileSystem(Path directory) {
        try {
            String type = Files.getFileStore(directory).type();
            return type.startsWith("ext") ? "extfs" : type;
        } catch (IOException e) {
            return "<unknown>";
        }
    }

    /** How many entries a directory has. */
    static int entries(String directory) {
        String[] names = Path.of(directory).toFile().list();
        return names == null ? 0 : names.length;
    }

    private static String osRelease(String key, String fallback) {
        return lines(Path.of("/etc/os-release")).stream()
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1).replace("\"", ""))
                .findFirst()
                .orElse(fallback);
    }

    private static String line(Path file) {
        List<String> lines = lines(file);
        return lines.isEmpty() ? "" : lines.getFirst().strip();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw Internal.failedTo("read " + file, e);
        }
    }
}
