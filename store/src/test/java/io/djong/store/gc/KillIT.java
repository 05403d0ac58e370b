package io.djong.store.gc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.model.Digest;
import io.djong.store.content.ContentInfo;
import io.djong.store.image.NamedImage;
import io.djong.store.snapshot.Snapshot;
import io.djong.testkit.Privilege;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store at work is killed at any moment; what is then there is whole, and nothing else stays. */
class KillIT {
    private static final int KILLS = 6;

    @TempDir
    Path root;

    @Test
    void aKilledStoreIsWholeAfterwards() throws Exception {
        Privilege.root();
        Random random = new Random(1);
        int images = 0;
        for (int round = 0; round < KILLS; round++) {
            killAfter(random.nextInt(800), round);
            try (Churn store = new Churn(root)) {
                images += check(store);
            }
        }
        assertTrue(images > 0, "the store never got to keep an image");
    }

    /** Kills it so long after it has its first image. */
    private void killAfter(long millis, int round) throws IOException, InterruptedException {
        File errors = root.resolve("errors").toFile();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Churn.class.getName(),
                        root.toString(),
                        Integer.toString(round * 100))
                .redirectError(errors)
                .start();
        try (InputStream output = process.getInputStream()) {
            assertEquals('p', output.read(), () -> "the store did not start to work: " + read(errors));
            Thread.sleep(millis);
            assertTrue(process.isAlive(), () -> "the store failed: " + read(errors));
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static String read(File file) {
        try {
            return Files.readString(file.toPath());
        } catch (IOException e) {
            return e.toString();
        }
    }

    private int check(Churn store) throws IOException {
        for (NamedImage image : store.images.list()) {
            assertTrue(store.content.info(image.image().id()).isPresent());
            for (Digest layer : image.image().layers()) {
                assertTrue(store.content.info(layer).isPresent());
            }
            for (Digest chainId : image.image().chainIds()) {
                assertTrue(store.snapshots.find(chainId.toString()).isPresent());
            }
        }
        long blobs = 0;
        store.collector.collect();
        for (ContentInfo info : store.content.list()) {
            var hasher = info.digest().hasher();
            try (InputStream blob = store.content.open(info.digest())) {
                hasher.update(blob.readAllBytes());
            }
            assertTrue(info.digest().matches(hasher), info.digest() + " is spoilt");
            blobs++;
        }
        for (Snapshot snapshot : store.snapshots.list()) {
            if (snapshot.kind() == Snapshot.Kind.COMMITTED) {
                Path fs = store.snapshots.layers(Digest.parse(snapshot.key())).getFirst();
                assertEquals(10, count(fs.resolve("d")), snapshot.key());
            } else {
                store.snapshots.remove(snapshot.key());
            }
        }
        store.collector.collect();
        assertEquals(blobs, count(root.resolve("blobs/sha256")));
        assertEquals(0, count(root.resolve("blobs/ingest")));
        assertEquals(store.snapshots.list().size() + 2, count(root.resolve("snapshots")));
        return store.images.list().size();
    }

    private static long count(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.count();
        }
    }
}
