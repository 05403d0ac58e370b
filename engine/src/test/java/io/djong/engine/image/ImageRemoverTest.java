package io.djong.engine.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.engine.event.Events;
import io.djong.engine.image.ImageUsers.ImageUser;
import io.djong.model.ContainerId;
import io.djong.model.Digest;
import io.djong.model.Filters;
import io.djong.model.Platform;
import io.djong.model.Reference;
import io.djong.model.error.Conflict;
import io.djong.model.error.InvalidArgument;
import io.djong.model.error.NotFound;
import io.djong.model.image.ImageConfig;
import io.djong.model.image.ImageDeleteItem;
import io.djong.model.image.ImageSummary;
import io.djong.model.json.Json;
import io.djong.store.image.ImageRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageRemoverTest {
    private static final ContainerId CONTAINER =
            new ContainerId("c0ffee".repeat(11).substring(0, 64));
    private static final ImageRemoval GENTLY = new ImageRemoval(false, true);
    private static final ImageRemoval FORCED = new ImageRemoval(true, true);

    @TempDir
    Path directory;

    private TestStores store;
    private Images images;
    private final Map<Digest, List<ImageUser>> users = new HashMap<>();

    @BeforeEach
    void open() throws IOException {
        store = new TestStores(directory, "test");
        Events events = store.events;
        images = new Images(store.stores, events, id -> users.getOrDefault(id, List.of()), InstantSource.system());
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** An image without layers whose id depends on the text. */
    private Digest image(String text, @Nullable Digest parent, String... names) {
        Digest id = Digest.sha256(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        ImageConfig config = Json.read(
                "{\"os\":\"linux\",\"created\":\"2024-01-01T00:00:00Z\",\"config\":{\"Labels\":{\"is\":\"" + text
                        + "\"}},\"rootfs\":{\"type\":\"layers\"}}",
                ImageConfig.class);
        ImageRecord record = new ImageRecord(id, null, null, List.of(), List.of(), 0, config, parent, Instant.EPOCH);
        boolean _ = store.stores.database().write(tx -> {
            store.stores.images().put(tx, record);
            for (String name : names) {
                store.stores.images().tag(tx, Reference.parse(name), id);
            }
            return true;
        });
        return id;
    }

    private static List<String> lines(List<ImageDeleteItem> items) {
        return items.stream()
                .map(i -> i.untagged().isEmpty() ? "Deleted: " + i.deleted() : "Untagged: " + i.untagged())
                .toList();
    }

    private String refusal(String name, ImageRemoval how) {
        return assertThrows(Conflict.class, () -> images.remove(name, how)).message();
    }

    @Test
    void oneNameOfSeveralGoesByItself() {
        Digest id = image("a", null, "app:1", "app:2");
        users.put(id, List.of(new ImageUser(CONTAINER, true)));
        assertEquals(List.of("Untagged: app:1"), lines(images.remove("app:1", GENTLY)));
        assertEquals(id, images.resolve("app:2").id());
    }

    @Test
    void theLastNameTakesTheImageAlong() {
        Digest id = image("a", null, "app:1");
        assertEquals(List.of("Untagged: app:1", "Deleted: " + id), lines(images.remove("app:1", GENTLY)));
        NotFound gone = assertThrows(NotFound.class, () -> images.remove("app:1", GENTLY));
        assertEquals("No such image: app:1", gone.message());
    }

    @Test
    void theLastNameOfAUsedImageStays() {
        Digest id = image("a", null, "app:1");
        users.put(id, List.of(new ImageUser(CONTAINER, false)));
        assertEquals(
                "conflict: unable to remove repository reference \"app:1\" (must force) - container c0ffeec0ffee is"
                        + " using its referenced image " + id.shortHex(),
                refusal("app:1", GENTLY));
        assertEquals(id, images.resolve("app:1").id());
    }

    @Test
    void forceUntagsWhatRunsAndKeepsTheImage() {
        Digest id = image("a", null, "app:1");
        users.put(id, List.of(new ImageUser(CONTAINER, true)));
        assertEquals(List.of("Untagged: app:1"), lines(images.remove("app:1", FORCED)));
        assertEquals(id, images.resolve(id.shortHex()).id());
    }

    @Test
    void anIdOfARunningContainersImageIsNotForced() {
        Digest id = image("a", null, "app:1");
        users.put(id, List.of(new ImageUser(CONTAINER, true)));
        assertEquals(
                "conflict: unable to delete " + id.shortHex()
                        + " (cannot be forced) - image is being used by running container c0ffeec0ffee",
                refusal(id.toString(), FORCED));
        assertEquals(id, images.resolve("app:1").id());
    }

    @Test
    void anIdOfAStoppedContainersImageMustBeForced() {
        Digest id = image("a", null, "app:1");
        users.put(id, List.of(new ImageUser(CONTAINER, false)));
        assertEquals(
                "conflict: unable to delete " + id.shortHex()
                        + " (must be forced) - image is being used by stopped container c0ffeec0ffee",
                refusal(id.shortHex(), GENTLY));
        assertEquals(List.of("Untagged: app:1", "Deleted: " + id), lines(images.remove(id.shortHex(), FORCED)));
    }

    @Test
    void anIdWithNamesInSeveralRepositoriesMustBeForced() {
        Digest id = image("a", null, "app:1", "other:1");
        assertEquals(
                "conflict: unable to delete " + id.shortHex()
                        + " (must be forced) - image is referenced in multiple repositories",
                refusal(id.toString(), GENTLY));
        assertEquals(
                List.of("Untagged: app:1", "Untagged: other:1", "Deleted: " + id),
                lines(images.remove(id.toString(), FORCED)));
    }

    @Test
    void anImageThatOthersWereBuiltOnStays() {
        Digest parent = image("a", null, "base:1");
        image("b", parent, "app:1");
        assertEquals(
                "conflict: unable to delete " + parent.shortHex()
                        + " (cannot be forced) - image has dependent child images",
                refusal(parent.toString(), FORCED));
    }

    @Test
    void namelessParentsGoWithTheirLastChild() {
        Digest parent = image("a", null);
        Digest child = image("b", parent, "app:1");
        assertEquals(
                List.of("Untagged: app:1", "Deleted: " + child, "Deleted: " + parent),
                lines(images.remove("app:1", GENTLY)));
    }

    @Test
    void pruneTakesNamelessImagesThatNobodyUses() {
        Digest nameless = image("a", null);
        Digest used = image("b", null);
        Digest named = image("c", null, "app:1");
        users.put(used, List.of(new ImageUser(CONTAINER, false)));
        assertEquals(
                List.of("Deleted: " + nameless),
                lines(images.prune(Filters.NONE).deleted()));
        assertEquals(
                List.of("Untagged: app:1", "Deleted: " + named),
                lines(images.prune(Filters.of("dangling", "false")).deleted()));
        assertEquals(used, images.resolve(used.toString()).id());
    }

    @Test
    void pruneTakesParentsAfterTheirChildren() {
        Digest parent = image("a", null, "base:1");
        image("b", parent, "app:1");
        image("c", parent, "app:2");
        images.prune(Filters.of("dangling", "false"));
        assertEquals(List.of(), ids(true, Filters.NONE));
        assertThrows(NotFound.class, () -> images.resolve(parent.toString()));
    }

    @Test
    void whatOnlyADigestNamesIsDanglingAndNamed() {
        Digest id = image("a", null, "app@sha256:" + "0".repeat(64));
        assertEquals(List.of(id), ids(false, Filters.of("dangling", "true")));
        assertEquals(List.of(id), ids(false, Filters.of("dangling", "false")));
    }

    @Test
    void refusalsNameTheImageAsItWasTyped() {
        Digest id = image("a", null, "app:latest");
        users.put(id, List.of(new ImageUser(CONTAINER, false)));
        assertTrue(refusal("app", GENTLY).contains("repository reference \"app\" (must force)"));
    }

    @Test
    void anImageForAnotherPlatformIsNotMeant() {
        Digest id = image("a", null, "app:1");
        Optional<Platform> arm = Optional.of(Platform.parse("linux/arm64"));
        NotFound wrong = assertThrows(NotFound.class, () -> images.inspect("app:1", arm));
        assertTrue(wrong.message().startsWith("image with reference app:1 was found but its platform ("));
        assertThrows(NotFound.class, () -> images.remove("app:1", new ImageRemoval(true, true, arm)));
        assertEquals(id, images.resolve("app:1").id());
    }

    @Test
    void listsAreFiltered() {
        Digest parent = image("a", null);
        Digest child = image("b", parent, "app:1", "team/app:2");
        assertEquals(List.of(child), ids(false, Filters.NONE));
        assertEquals(2, ids(true, Filters.NONE).size());
        assertEquals(List.of(child), ids(false, Filters.of("label", "is=b")));
        assertEquals(List.of(), ids(false, Filters.of("label", "is=c")));
        ImageSummary found = images.list(new ImageQuery(false, false, Filters.of("reference", "team/*")))
                .getFirst();
        assertEquals(List.of("team/app:2"), found.repoTags());
        assertEquals(List.of(), ids(false, Filters.of("reference", "none")));
        assertEquals(
                List.of(),
                ids(false, Filters.of("until", "1h")).stream()
                        .filter(parent::equals)
                        .toList());
        assertThrows(InvalidArgument.class, () -> ids(false, Filters.of("dangling", "perhaps")));
        assertThrows(InvalidArgument.class, () -> ids(false, Filters.of("color", "red")));
    }

    private List<Digest> ids(boolean all, Filters filters) {
        return images.list(new ImageQuery(all, false, filters)).stream()
                .map(ImageSummary::id)
                .toList();
    }

    @Test
    void ambiguousIdsAreRefused() {
        for (int i = 0; i < 300; i++) {
            image("image " + i, null);
        }
        InvalidArgument error = assertThrows(InvalidArgument.class, () -> images.resolve("sha256:a"));
        assertTrue(error.message().startsWith("multiple IDs found with provided prefix"), error.message());
    }

    @Test
    void tagsAreNotMadeOfDigests() {
        Digest id = image("a", null, "app:1");
        assertThrows(
                InvalidArgument.class,
                () -> images.tag("app:1", Reference.parse("x").withDigest(id)));
        assertThrows(InvalidArgument.class, () -> images.tag("app:1", Reference.parse("sha256")));
    }
}
