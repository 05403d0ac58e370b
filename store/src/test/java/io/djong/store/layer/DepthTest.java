package io.djong.store.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.djong.kernel.file.Directory;
import io.djong.model.error.InvalidArgument;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class DepthTest {
    /** As the daemon's threads have it. */
    private static final int STACK = 512 * 1024;

    @TempDir
    Path root;

    private void tree(int levels) throws IOException {
        Files.createDirectories(root.resolve("d/".repeat(levels)));
    }

    private int changes() throws Exception {
        FutureTask<Integer> listing = new FutureTask<>(() -> {
            try (Directory upper = Directory.open(root);
                    LowerTree lower = LowerTree.open(List.of())) {
                return UpperChanges.list(upper, lower).size();
            }
        });
        run(listing);
        return listing.get();
    }

    private void pack() throws Exception {
        FutureTask<Void> packing = new FutureTask<>(() -> {
            try (Directory directory = Directory.open(root)) {
                LayerPacker.packContents(directory, OutputStream.nullOutputStream());
            }
            return null;
        });
        run(packing);
        packing.get();
    }

    private static void run(Runnable task) throws InterruptedException {
        Thread thread = new Thread(null, task, "walk", STACK);
        thread.start();
        thread.join();
    }

    @Test
    void deepTreesAreWalked() throws Exception {
        tree(254);
        assertEquals(254, changes());
        pack();
    }

    @Test
    void deeperTreesAreRefused() throws Exception {
        tree(264);
        for (Executable walk : List.<Executable>of(this::changes, this::pack)) {
            ExecutionException failure = assertThrows(ExecutionException.class, walk);
            InvalidArgument refusal = assertInstanceOf(InvalidArgument.class, failure.getCause());
            assertEquals("there are directories more than 256 levels deep", refusal.message());
        }
    }
}
