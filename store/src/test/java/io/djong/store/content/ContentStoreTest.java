package io.djong.store.content;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.model.Digest;
import io.djong.model.error.InvalidArgument;
import io.djong.model.error.NotFound;
import io.djong.model.image.Descriptor;
import io.djong.store.db.Database;
import io.djong.store.gc.GarbageCollector;
import io.djong.store.lease.Lease;
import io.djong.store.lease.Leases;
import io.djong.store.lease.References;
import io.djong.store.lease.Resource;
import io.djong.testkit.process.Await;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentStoreTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path root;

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private Database database;
    private Leases leases;
    private ContentStore store;
    private GarbageCollector collector;

    @BeforeEach
    void open() throws IOException {
        database = Database.open(root.resolve("state.db"), List.of(Leases.SCHEMA, ContentStore.SCHEMA));
        leases = new Leases(database, () -> now, "test-1");
        store = new ContentStore(root, database, () -> now);
        collector = new GarbageCollector(database, leases, List.of(store));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static Descriptor describe(byte[] blob) {
        return new Descriptor("application/octet-stream", Digest.sha256(blob), blob.length);
    }

    private void ingest(Lease lease, Descriptor descriptor, InputStream stream) throws IOException {
        try (Ingest ingest = store.ingest(lease, descriptor).orElseThrow()) {
            ingest.copy(stream);
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(root.resolve("blobs"))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }

    @Test
    void storesAndReadsBack() throws IOException {
        byte[] blob = random(300_000);
        Descriptor descriptor = describe(blob);
        try (Lease lease = leases.open("test", HOUR)) {
            ingest(lease, descriptor, new ByteArrayInputStream(blob));
            assertTrue(store.ingest(lease, descriptor).isEmpty());
        }
        assertArrayEquals(blob, store.read(descriptor.digest()));
        assertEquals(blob.length, store.info(descriptor.digest()).orElseThrow().size());
        assertEquals(List.of(descriptor.digest().hex()), files());
    }

    @Test
    void anEmptyBlobIsABlob() throws IOException {
        try (Lease lease = leases.open("test", HOUR)) {
            Descriptor descriptor = store.put(lease, "text/plain", new byte[0]);
            assertEquals(0, store.read(descriptor.digest()).length);
        }
    }

    @Test
    void aWrongBlobIsRefusedAndLeavesNothing() throws IOException {
        byte[] blob = random(1000);
        byte[] wrong = blob.clone();
        wrong[500] ^= 1;
        try (Lease lease = leases.open("test", HOUR)) {
            InvalidArgument thrown = assertThrows(
                    InvalidArgument.class, () -> ingest(lease, describe(blob), new ByteArrayInputStream(wrong)));
            assertTrue(thrown.message().contains("verification failed"), thrown.message());
            assertEquals(List.of(), files());
        }
        assertThrows(NotFound.class, () -> store.read(Digest.sha256(blob)));
    }

    @Test
    void aBlobLongerThanItsDescriptorIsRefused() {
        byte[] blob = random(1000);
        Descriptor shorter = new Descriptor("", Digest.sha256(blob), 999);
        try (Lease lease = leases.open("test", HOUR)) {
            InvalidArgument thrown =
                    assertThrows(InvalidArgument.class, () -> ingest(lease, shorter, new ByteArrayInputStream(blob)));
            assertTrue(thrown.message().contains("longer"), thrown.message());
        }
    }

    @Test
    void aBrokenDownloadResumesWhereItEnded() throws IOException {
        byte[] blob = random(500_000);
        Descriptor descriptor = describe(blob);
        try (Lease lease = leases.open("test", HOUR)) {
            assertThrows(
                    IOException.class, () -> ingest(lease, descriptor, new ByteArrayInputStream(blob, 0, 200_000)));
            try (Ingest ingest = store.ingest(lease, descriptor).orElseThrow()) {
                assertEquals(200_000, ingest.offset());
                byte[] whole = ingest.through(new ByteArrayInputStream(blob, 200_000, 300_000))
                        .readAllBytes();
                assertArrayEquals(blob, whole);
                ingest.commit();
            }
        }
        assertArrayEquals(blob, store.read(descriptor.digest()));
    }

    @Test
    void aSpoiltPartialFileIsFoundOutAndTheNextAttemptSucceeds() throws IOException {
        byte[] blob = random(500_000);
        Descriptor descriptor = describe(blob);
        try (Lease lease = leases.open("test", HOUR)) {
            Path partial =
                    root.resolve("blobs/ingest/sha256-" + descriptor.digest().hex());
            Files.write(partial, new byte[100_000]);
            assertThrows(
                    InvalidArgument.class,
                    () -> ingest(lease, descriptor, new ByteArrayInputStream(blob, 100_000, 400_000)));
            ingest(lease, descriptor, new ByteArrayInputStream(blob));
        }
        assertArrayEquals(blob, store.read(descriptor.digest()));
    }

    @Test
    void concurrentIngestsOfOneBlobDownloadItOnce() throws Exception {
        byte[] blob = random(2_000_000);
        Descriptor descriptor = describe(blob);
        try (Lease lease = leases.open("test", HOUR);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> tasks = Stream.generate(() -> threads.submit(() -> {
                        var ingest = store.ingest(lease, descriptor);
                        if (ingest.isPresent()) {
                            try (Ingest open = ingest.get()) {
                                open.copy(new ByteArrayInputStream(blob));
                            }
                        }
                        return ingest.isPresent();
                    }))
                    .limit(8)
                    .toList();
            int downloads = 0;
            for (Future<Boolean> task : tasks) {
                downloads += task.get() ? 1 : 0;
            }
            assertEquals(1, downloads);
        }
    }

    @Test
    void collectionTakesWhatNothingHolds() throws IOException {
        Descriptor referred;
        Descriptor leased;
        try (Lease outer = leases.open("test", HOUR)) {
            leased = store.put(outer, "", random(20));
            try (Lease inner = leases.open("test", HOUR)) {
                referred = store.put(inner, "", random(10));
                store.put(inner, "", random(30));
                database.write(tx -> {
                    References.set(tx, "image/x", List.of(new Resource.Content(referred.digest())));
                    return 0;
                });
                assertEquals(0, collector.collect());
            }
            assertEquals(30, collector.collect());
            assertEquals(2, files().size());
        }
        assertEquals(20, collector.collect());
        assertEquals(List.of(referred.digest().hex()), files());
        assertTrue(store.info(leased.digest()).isEmpty());
    }

    @Test
    void whatIsToGoSoonIsGoneForEverybodyAtOnceAndItsFileLater() throws IOException {
        Descriptor descriptor;
        try (Lease lease = leases.open("test", HOUR)) {
            descriptor = store.put(lease, "", random(10));
        }
        collector.soon();
        try (Lease later = leases.open("test", HOUR)) {
            assertFalse(store.hold(later, descriptor.digest()));
        }
        assertEquals(1, files().size());
        collector.start();
        try {
            Path file = root.resolve("blobs/sha256/" + descriptor.digest().hex());
            Await.until("its file is gone", Duration.ofSeconds(10), () -> !Files.exists(file));
        } finally {
            collector.close();
        }
    }

    @Test
    void theLeaseOfADeadOwnerLapses() throws IOException {
        Lease lease = leases.open("a pull that was killed", HOUR);
        Descriptor descriptor = store.put(lease, "", random(10));
        Leases afterRestart = new Leases(database, () -> now, "test-2");
        GarbageCollector next = new GarbageCollector(database, afterRestart, List.of(store));
        assertEquals(0, next.collect());
        assertTrue(store.info(descriptor.digest()).isPresent());
        now = now.plus(HOUR);
        assertEquals(10, next.collect());
        assertFalse(
                Files.exists(root.resolve("blobs/sha256/" + descriptor.digest().hex())));
    }

    @Test
    void anOpenLeaseHoldsHoweverLongItLasts() throws IOException {
        try (Lease lease = leases.open("slow pull", HOUR)) {
            store.put(lease, "", random(10));
            now = now.plus(Duration.ofDays(400));
            assertEquals(0, collector.collect());
            assertEquals(1, files().size());
        }
    }

    @Test
    void whatACrashLeftIsCollected() throws IOException {
        byte[] blob = random(10);
        Files.write(root.resolve("blobs/sha256/" + Digest.sha256(blob).hex()), blob);
        Files.write(
                root.resolve("blobs/ingest/sha256-" + Digest.sha256(new byte[1]).hex()), blob);
        collector.collect();
        assertEquals(List.of(), files());
    }

    @Test
    void aBlobOfUnknownDigestIsStoredUnderIt() throws IOException {
        byte[] blob = random(300_000);
        Files.write(root.resolve("blobs/ingest/upload-of-a-crash"), blob);
        try (Lease lease = leases.open("test", HOUR)) {
            for (int i = 0; i < 2; i++) {
                Descriptor descriptor = store.put(lease, "layer", new ByteArrayInputStream(blob));
                assertEquals(new Descriptor("layer", Digest.sha256(blob), blob.length), descriptor);
            }
            collector.collect();
            assertEquals(List.of(Digest.sha256(blob).hex()), files());
        }
    }

    @Test
    void aBlobWhoseFileIsGoneIsBroughtInAnew() throws IOException {
        byte[] blob = random(10);
        try (Lease lease = leases.open("test", HOUR)) {
            Descriptor descriptor = store.put(lease, "", blob);
            Files.delete(root.resolve("blobs/sha256/" + descriptor.digest().hex()));
            assertThrows(NotFound.class, () -> store.open(descriptor.digest()));
            assertFalse(store.hold(lease, descriptor.digest()));
            store.put(lease, "", blob);
            assertArrayEquals(blob, store.read(descriptor.digest()));
        }
    }

    @Test
    void aChangedFileIsNotReadAsADocument() throws IOException {
        try (Lease lease = leases.open("test", HOUR)) {
            Descriptor descriptor = store.put(lease, "", random(10));
            byte[] changed = random(10);
            Arrays.fill(changed, (byte) 0);
            Files.write(root.resolve("blobs/sha256/" + descriptor.digest().hex()), changed);
            assertThrows(InvalidArgument.class, () -> store.read(descriptor.digest()));
        }
    }

    @Test
    void anAdoptedFileIsABlobThatWhateverItsChangeWroteHolds() throws IOException {
        byte[] blob = random(1000);
        Descriptor descriptor = describe(blob);
        Path file = Files.write(root.resolve("whole"), blob);
        store.adopt(
                file,
                descriptor,
                tx -> References.set(tx, "somebody", List.of(new Resource.Content(descriptor.digest()))));
        assertFalse(Files.exists(file));
        collector.collect();
        assertArrayEquals(blob, store.read(descriptor.digest()));
        Path again = Files.write(root.resolve("again"), blob);
        store.adopt(again, descriptor, tx -> References.clear(tx, "somebody"));
        assertFalse(Files.exists(again));
        collector.collect();
        assertThrows(NotFound.class, () -> store.channel(descriptor.digest()));
    }

    @Test
    void aChangeThatFailsLeavesNoBlob() throws IOException {
        Descriptor descriptor = describe(random(1000));
        Path file = Files.write(root.resolve("whole"), random(1000));
        assertThrows(
                IllegalStateException.class,
                () -> store.adopt(file, descriptor, _ -> {
                    throw new IllegalStateException("no");
                }));
        assertTrue(store.info(descriptor.digest()).isEmpty());
        collector.collect();
        assertEquals(List.of(), files());
    }
}
