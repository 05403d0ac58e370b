package io.djong.testkit.leak;

import io.djong.testkit.daemon.DaemonUnderTest;
import io.djong.testkit.process.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The check that a test left nothing: mounts, links, routes, packet filter rules, processes, cgroups, files of the
 * daemon's roots, and open files of the daemon. Taken before the test and held against the machine after it.
 */
public final class Leaks {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final DaemonUnderTest daemon;
    private final Snapshot before;

    private Leaks(DaemonUnderTest daemon, Snapshot before) {
        this.daemon = daemon;
        this.before = before;
    }

    /** Remembers what is there now on the host of {@code daemon}, which may be running or not. */
    public static Leaks watch(DaemonUnderTest daemon) {
        return new Leaks(daemon, Machine.look(daemon));
    }

    /** Fails with a report if there is more than at the start, after giving the clean-up time to end. */
    public void check() {
        boolean clean = Await.holdsWithin(LIMIT, () -> left().isEmpty());
        Map<String, List<String>> left = clean ? Map.of() : left();
        if (!left.isEmpty()) {
            throw new AssertionError(report(left));
        }
    }

    private Map<String, List<String>> left() {
        return Machine.look(daemon).since(before);
    }

    private static String report(Map<String, List<String>> left) {
        StringBuilder report = new StringBuilder("left behind:");
        left.forEach((kind, things) -> {
            report.append("\n  ").append(kind);
            things.forEach(thing -> report.append("\n    ").append(thing));
        });
        return report.toString();
    }
}
