package io.djong.store.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.model.Digest;
import io.djong.store.content.ContentStore;
import io.djong.store.db.Database;
import io.djong.store.lease.Lease;
import io.djong.store.lease.Leases;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One pass stores a layer and tells both of its digests. */
class PackedLayerTest {
    @TempDir
    Path root;

    private Database database;
    private ContentStore content;
    private Lease lease;

    @BeforeEach
    void open() throws IOException {
        database = Database.open(root.resolve("state.db"), List.of(Leases.SCHEMA, ContentStore.SCHEMA));
        content = new ContentStore(root, database, InstantSource.system());
        lease = new Leases(database, InstantSource.system(), "test").open("test", Duration.ofHours(1));
    }

    @AfterEach
    void close() {
        lease.close();
        database.close();
    }

    @Test
    void theBlobInflatesToWhatTheDiffIdNames() throws IOException {
        byte[] archive = new byte[3 << 20];
        new Random(1).nextBytes(archive);
        PackedLayer layer = PackedLayer.store(out -> out.write(archive), content, lease);
        assertEquals(Digest.sha256(archive), layer.diffId());
        assertFalse(layer.isEmpty());
        try (InputStream blob = new GZIPInputStream(content.open(layer.blob().digest()))) {
            assertArrayEquals(archive, blob.readAllBytes());
        }
    }

    @Test
    void theSameArchiveIsTheSameBlob() throws IOException {
        PackedLayer.Source source = out -> out.write(new byte[5000]);
        assertEquals(PackedLayer.store(source, content, lease), PackedLayer.store(source, content, lease));
    }

    @Test
    void anArchiveOfNothingIsEmpty() throws IOException {
        assertTrue(PackedLayer.store(out -> out.write(new byte[1024]), content, lease)
                .isEmpty());
    }

    @Test
    void aFailureToPackStoresNothing() {
        IOException failure = assertThrows(
                IOException.class,
                () -> PackedLayer.store(
                        out -> {
                            out.write(new byte[1 << 20]);
                            throw new IOException("the disk is on fire");
                        },
                        content,
                        lease));
        assertEquals("the disk is on fire", failure.getMessage());
        assertEquals(List.of(), content.list());
    }
}
