package io.djong.testkit.leak;

import io.djong.testkit.daemon.DaemonUnderTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The open files of the daemon. Files below its root count by name. Sockets, pipes and the like have no name that
 * lasts, so they count by kind.
 */
final class Descriptors {
    private Descriptors() {}

    /** The named ones that belong to containers, images or the kernel's objects. */
    static List<String> named(long pid, DaemonUnderTest daemon) {
        String root = daemon.root().path() + "/";
        return targets(pid).stream()
                .filter(target -> (target.startsWith(root) && !daemon.kind().keeps(target))
                        || target.startsWith("/dev/pt")
                        || target.startsWith("/proc/")
                        || target.startsWith("/sys/")
                        || target.startsWith("/run/"))
                .toList();
    }

    /** The kind of each that has no name. */
    static List<String> kinds(long pid) {
        return targets(pid).stream()
                .filter(target -> !target.startsWith("/"))
                .map(Descriptors::kind)
                .toList();
    }

    private static List<String> targets(long pid) {
        List<String> targets = new ArrayList<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (Path descriptor : descriptors.toList()) {
                try {
                    targets.add(Files.readSymbolicLink(descriptor).toString());
                } catch (IOException e) {
                    // closed since it was listed
                }
            }
        } catch (IOException | UncheckedIOException e) {
            return List.of(); // the daemon ended
        }
        return targets;
    }

    private static String kind(String target) {
        int colon = target.indexOf(':');
        return target.startsWith("anon_inode:") || colon < 0 ? target : target.substring(0, colon);
    }
}
