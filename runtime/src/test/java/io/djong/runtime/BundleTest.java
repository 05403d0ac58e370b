package io.djong.runtime;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.djong.model.ContainerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleTest {
    private static final int ROUNDS = 20;
    private static final int FILES = 200;

    @TempDir
    private Path execRoot;

    @Test
    void whatIsWrittenWhileItIsRemovedGoesToo() throws Exception {
        RuntimePaths paths =
                new RuntimePaths(execRoot, Path.of("/usr/bin/conmon"), Runtimes.only(Path.of("/bin/true")));
        Files.createDirectory(paths.bundles());
        Bundle bundle = new Bundle(paths, new ContainerId("e".repeat(64)));
        for (int i = 0; i < ROUNDS; i++) {
            bundle.create();
            CountDownLatch writes = new CountDownLatch(1);
            Thread writer = Thread.ofPlatform().start(() -> write(bundle, writes));
            writes.await();
            bundle.removeDirectory();
            writer.join();
            assertFalse(bundle.exists());
        }
    }

    /** Files until the bundle is gone. */
    private static void write(Bundle bundle, CountDownLatch writes) {
        try {
            for (int i = 0; i < FILES; i++) {
                Files.createFile(bundle.file("exec-" + i));
                writes.countDown();
            }
        } catch (IOException e) {
            // it is gone
        }
    }
}
