package io.djong.store.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.djong.model.Digest;
import io.djong.model.Reference;
import io.djong.model.error.InvalidArgument;
import io.djong.model.image.ImageConfig;
import io.djong.model.json.Json;
import io.djong.store.db.Database;
import io.djong.store.lease.Leases;
import io.djong.store.lease.References;
import io.djong.store.lease.Resource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageStoreTest {
    private static final Digest LAYER = Digest.sha256("layer".getBytes(StandardCharsets.UTF_8));
    private static final Digest CHAIN = Digest.sha256("chain".getBytes(StandardCharsets.UTF_8));

    @TempDir
    Path root;

    private Database database;
    private ImageStore images;
    private Instant now = Instant.parse("2026-02-02T02:02:02Z");

    @BeforeEach
    void open() {
        database = Database.open(root.resolve("state.db"), List.of(Leases.SCHEMA, ImageStore.SCHEMA));
        images = new ImageStore(database, () -> now);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static ImageRecord image(String hex) {
        ImageConfig config = Json.read(
                "{\"os\":\"linux\",\"architecture\":\"amd64\",\"created\":\"2025-05-05T05:05:05Z\",\"config\":{\"Cmd\":[\"sh\"]},"
                        + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"" + LAYER + "\"]}}",
                ImageConfig.class);
        return new ImageRecord(
                new Digest(Digest.SHA256, hex.repeat(64 / hex.length())),
                LAYER,
                null,
                List.of(LAYER),
                List.of(CHAIN),
                42,
                config,
                null,
                Instant.parse("2026-01-01T00:00:00Z"));
    }

    private void add(ImageRecord image, String... names) {
        database.write(tx -> {
            images.put(tx, image);
            for (String name : names) {
                images.tag(tx, Reference.parse(name), image.id());
            }
            return 0;
        });
    }

    @Test
    void aRecordComesBackAsItWas() {
        ImageRecord image = image("a");
        add(image);
        assertEquals(Optional.of(image), images.find(image.id()));
        assertEquals(Optional.empty(), images.find(image("b").id()));
    }

    @Test
    void resolvesNamesIdsAndPrefixes() {
        ImageRecord first = image("ab");
        ImageRecord second = image("ac");
        add(first, "busybox:latest", "localhost:5000/x/y:1.0");
        add(second, "busybox@" + LAYER);
        for (String name :
                List.of("busybox", "docker.io/library/busybox:latest", "ab", "sha256:ab", "localhost:5000/x/y:1.0")) {
            assertEquals(Optional.of(first), images.resolve(name), name);
        }
        for (String name : List.of(
                "busybox@" + LAYER,
                "busybox:1@" + LAYER,
                "aca",
                second.id().hex(),
                second.id().toString())) {
            assertEquals(Optional.of(second), images.resolve(name), name);
        }
        assertEquals(Optional.empty(), images.resolve("abc"));
        assertEquals(Optional.empty(), images.resolve("nobody:1"));
        assertThrows(InvalidArgument.class, () -> images.resolve("a"));
        assertThrows(InvalidArgument.class, () -> images.resolve("Upper"));
    }

    @Test
    void aNameThatLooksLikeAnIdGoesBeforeIt() {
        add(image("ab"));
        add(image("cd"), "ab:latest");
        assertEquals(Optional.of(image("cd")), images.resolve("ab"));
    }

    @Test
    void aNameMovesToAnotherImage() {
        add(image("a"), "x:1");
        add(image("b"));
        Optional<Digest> before = database.write(
                tx -> images.tag(tx, Reference.parse("x:1"), image("b").id()));
        assertEquals(Optional.of(image("a").id()), before);
        assertEquals(List.of(), images.names(image("a").id()));
        assertEquals(Optional.of(image("b").id()), database.write(tx -> images.untag(tx, Reference.parse("x:1"))));
        assertEquals(Optional.empty(), images.find(Reference.parse("x:1")));
    }

    @Test
    void removalTakesNamesAndReferencesAlong() {
        add(image("a"), "x:1", "y:2");
        Resource blob = new Resource.Content(LAYER);
        assertEquals(
                1, database.read(session -> References.holders(session, blob)).size());
        assertEquals(true, database.write(tx -> images.remove(tx, image("a").id())));
        assertEquals(false, database.write(tx -> images.remove(tx, image("a").id())));
        assertEquals(List.of(), database.read(session -> References.holders(session, blob)));
        assertEquals(List.of(), images.list());
        assertEquals(Optional.empty(), images.find(Reference.parse("x:1")));
    }

    @Test
    void theLastTagIsRemembered() {
        add(image("a"));
        assertEquals(Optional.empty(), images.lastTagged(image("a").id()));
        add(image("a"), "x:1");
        now = now.plusSeconds(60);
        add(image("a"), "x:2");
        assertEquals(Optional.of(now), images.lastTagged(image("a").id()));
    }

    @Test
    void imagesWithoutTheirSnapshotAreRemoved() {
        add(image("a"), "x:1");
        assertEquals(List.of(), database.write(tx -> images.removeUnless(tx, CHAIN.toString()::equals)));
        assertEquals(List.of(image("a").id()), database.write(tx -> images.removeUnless(tx, chainId -> false)));
        assertEquals(List.of(), images.list());
    }

    @Test
    void putAgainKeepsTheNames() {
        add(image("a"), "x:1");
        add(image("a"));
        assertEquals(List.of(Reference.parse("x:1")), images.names(image("a").id()));
    }
}
