package io.djong.bench;

import io.djong.testkit.daemon.DaemonUnderTest;
import io.djong.testkit.daemon.DockerCli;
import io.djong.testkit.daemon.EngineKind;
import io.djong.testkit.process.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One of the two engines, with a daemon that runs for most rows. */
final class Contender implements AutoCloseable {
    private final EngineKind kind;
    private final Path image;
    private final DaemonUnderTest daemon;

    private Contender(EngineKind kind, Path image, DaemonUnderTest daemon) {
        this.kind = kind;
        this.image = image;
        this.daemon = daemon;
    }

    /** Starts a daemon of this kind, with the image {@code busybox} imported from a tar. */
    static Contender start(EngineKind kind, Path image) {
        DaemonUnderTest daemon = fresh(kind).start();
        Contender contender = new Contender(kind, image, daemon);
        importInto(daemon, image);
        return contender;
    }

    /** Another daemon of the same kind on an empty root, not started. */
    DaemonUnderTest another() {
        return fresh(kind);
    }

    /** Another daemon of the same kind, started, with the image {@code busybox}. */
    DaemonUnderTest anotherWithImage() {
        DaemonUnderTest other = another().start();
        importInto(other, image);
        return other;
    }

    DaemonUnderTest daemon() {
        return daemon;
    }

    DockerCli docker() {
        return daemon.docker();
    }

    /** Removes all containers, outside of any measurement. */
    void clear() {
        clear(daemon);
    }

    static void clear(DaemonUnderTest daemon) {
        List<String> containers = daemon.docker().ok("ps", "-aq").lines();
        if (!containers.isEmpty()) {
            daemon.docker()
                    .command("rm", "-f")
                    .and(containers.toArray(String[]::new))
                    .withLimit(Limits.LONG)
                    .run()
                    .ok();
        }
    }

    /** Starts {@code count} containers that sleep; gives their ids. */
    static List<String> runSleepers(DaemonUnderTest daemon, int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Result run = daemon.docker().ok("run", "-d", "busybox", "sleep", "100000");
            ids.add(run.line());
        }
        return ids;
    }

    @Override
    public void close() {
        daemon.close();
    }

    private static DaemonUnderTest fresh(EngineKind kind) {
        // Both keep their containers over a restart, so that the row that starts a daemon with containers is fair.
        return DaemonUnderTest.fresh(kind, "--live-restore");
    }

    private static void importInto(DaemonUnderTest daemon, Path image) {
        daemon.docker().ok("import", image.toString(), "busybox:latest");
    }
}
