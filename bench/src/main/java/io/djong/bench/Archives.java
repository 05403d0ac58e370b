package io.djong.bench;

import io.djong.testkit.daemon.DaemonUnderTest;
import io.djong.testkit.image.LayerMaker;
import io.djong.testkit.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Archives of images as {@code docker save} writes them, made for a measurement and removed after it. */
final class Archives {
    private static final int LAYERS = 5;
    private static final long LAYER = 100L << 20;

    private Archives() {}

    /** An image of 500 MB in a daemon, which is built without a builder: by containers that take files in. */
    static void make(DaemonUnderTest daemon, String name) {
        Path work = work();
        String below = "busybox";
        for (int i = 0; i < LAYERS; i++) {
            Path tar = LayerMaker.layer(work, i, LAYER);
            daemon.docker().ok("create", "--name", "maker", below, "true");
            Command.of("sh", "-c", "docker -H unix://" + daemon.root().socket() + " cp - maker:/ < " + tar)
                    .withLimit(Limits.LONG)
                    .run()
                    .ok();
            daemon.docker()
                    .command("commit", "maker", name)
                    .withLimit(Limits.LONG)
                    .run()
                    .ok();
            daemon.docker().ok("rm", "maker");
            below = name;
        }
        delete(work);
    }

    static void save(DaemonUnderTest daemon, String name, Path file) {
        daemon.docker()
                .command("save", "-o", file.toString(), name)
                .withLimit(Limits.LONG)
                .run()
                .ok();
    }

    static Path work() {
        try {
            return Files.createTempDirectory("djong-archive");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a directory", e);
        }
    }

    static void delete(Path directory) {
        Command.of("rm", "-r", directory.toString()).run().ok();
    }
}
