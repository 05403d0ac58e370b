package io.djong.engine.volume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.engine.event.Events;
import io.djong.engine.remap.ContainerUsers;
import io.djong.model.ContainerId;
import io.djong.model.Filters;
import io.djong.model.error.Conflict;
import io.djong.model.error.InvalidArgument;
import io.djong.model.error.NotFound;
import io.djong.store.db.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VolumesTest {
    private static final ContainerId CONTAINER = new ContainerId("c".repeat(64));

    @TempDir
    Path root;

    private Path rootfs;
    private Database database;
    private Events events;
    private Volumes volumes;
    private VolumeCatalog catalog;
    private ContainerUsers same;
    private final Users users = new Users();

    /** The containers that have volumes. */
    private static final class Users implements VolumeUsers {
        private final Map<String, List<ContainerId>> byVolume = new HashMap<>();

        @Override
        public Map<String, List<ContainerId>> byVolume() {
            return byVolume;
        }

        @Override
        public boolean anyRuns(List<ContainerId> containers) {
            return !containers.isEmpty();
        }
    }

    @BeforeEach
    void open() throws IOException {
        same = new ContainerUsers(Optional.empty(), root, root.resolve("shifted"));
        rootfs = Files.createDirectories(root.resolve("rootfs"));
        Files.writeString(Files.createDirectories(rootfs.resolve("data/below")).resolve("file"), "image");
        Files.createSymbolicLink(rootfs.resolve("link"), Path.of("/data"));
        database = Database.open(root.resolve("state.db"), List.of(Events.SCHEMA, VolumeTable.SCHEMA));
        events = new Events(database, InstantSource.system());
        start();
    }

    private void start() {
        VolumePaths paths = new VolumePaths(root.resolve("volumes"));
        volumes = new Volumes(paths, database, events, InstantSource.system(), new SplittableRandom(1));
        volumes.start();
        catalog = new VolumeCatalog(volumes, users, events);
    }

    @AfterEach
    void close() {
        volumes.close();
        database.close();
    }

    private Path data(String name) {
        return volumes.paths().data(name);
    }

    private static VolumeRequest labelled(String name, String label) {
        return new VolumeRequest(name, "", Map.of(), Map.of(label, ""));
    }

    private List<String> names() {
        return catalog.list(Filters.NONE).stream().map(Volume::name).toList();
    }

    private void fill(String name, String place) {
        try (Volumes.Hold _ = volumes.hold(Set.of(name))) {
            volumes.fill(name, new VolumeSource(rootfs, place, same), users);
        }
    }

    @Test
    void volumesOutliveTheDaemonWithTheirLabels() {
        Volume made = catalog.create(labelled("kept", "label"));
        volumes.close();
        start();
        assertEquals(made.labels(), catalog.inspect("kept").labels());
        assertEquals(List.of("kept"), names());
    }

    @Test
    void whatSomebodyPutThereIsAVolumeToo() throws IOException {
        Files.createDirectories(data("restored"));
        volumes.close();
        start();
        assertEquals(List.of("restored"), names());
    }

    @Test
    void oneWhoseDirectoryIsGoneIsNone() throws IOException {
        catalog.create(VolumeRequest.of("lost"));
        Files.delete(data("lost"));
        Files.delete(root.resolve("volumes/lost"));
        volumes.close();
        start();
        assertEquals(List.of(), names());
    }

    @Test
    void whoAsksForOneThatIsThereGetsIt() {
        Volume first = catalog.create(labelled("twice", "first"));
        assertEquals(first, catalog.create(labelled("twice", "second")));
    }

    @Test
    void oneWithoutANameGetsOneByChance() {
        Volume volume = catalog.create(VolumeRequest.of(""));
        assertTrue(volume.name().matches("[0-9a-f]{64}"));
        assertTrue(volume.isAnonymous());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            foo=bar              | invalid option: "foo"
            size=1g              | quota size requested but no quota support
            device=tmpfs         | missing required option: "type"
            o=ro,device=x        | missing required option: "type"
            type=tmpfs           | missing required option: "device"
            """)
    void optionsAreChecked(String options, String refusal) {
        Map<String, String> map = new HashMap<>();
        Stream.of(options.split(",(?=[a-z]+=)", -1))
                .forEach(option ->
                        map.put(option.substring(0, option.indexOf('=')), option.substring(option.indexOf('=') + 1)));
        VolumeRequest request = new VolumeRequest("odd", "", map, Map.of());
        InvalidArgument refused = assertThrows(InvalidArgument.class, () -> catalog.create(request));
        assertEquals("create odd: " + refusal, refused.message());
        assertEquals(List.of(), names());
    }

    @Test
    void thereIsOneDriver() {
        VolumeRequest request = new VolumeRequest("odd", "nfs", Map.of(), Map.of());
        NotFound refused = assertThrows(NotFound.class, () -> catalog.create(request));
        assertEquals("create odd: error looking up volume plugin nfs: plugin \"nfs\" not found", refused.message());
    }

    @Test
    void whatSomebodyHasIsNotRemoved() {
        catalog.create(VolumeRequest.of("used"));
        users.byVolume.put("used", List.of(CONTAINER));
        Conflict refused = assertThrows(Conflict.class, () -> catalog.remove("used", true));
        assertEquals("remove used: volume is in use - [" + CONTAINER + "]", refused.message());
    }

    @Test
    void norWhatSomebodyIsAboutToHave() {
        catalog.create(VolumeRequest.of("held"));
        try (Volumes.Hold first = volumes.hold(Set.of("held"));
                Volumes.Hold _ = volumes.hold(Set.of("held"))) {
            assertThrows(Conflict.class, () -> catalog.remove("held", false));
            first.undo("held");
            assertEquals(List.of("held"), names(), "somebody else holds it too");
        }
        catalog.remove("held", false);
        assertFalse(Files.exists(data("held")));
    }

    @Test
    void oneThatIsNotThereIsRemovedByForceAlone() {
        assertEquals(
                "get none: no such volume",
                assertThrows(NotFound.class, () -> catalog.remove("none", false))
                        .message());
        catalog.remove("none", true);
    }

    @Test
    void aNameIsFreeAgainAtOnce() {
        for (int i = 0; i < 20; i++) {
            catalog.create(VolumeRequest.of("again"));
            catalog.remove("again", false);
        }
        assertEquals(List.of(), names());
    }

    @Test
    void filtersHoldTogether() {
        catalog.create(labelled("one", "label"));
        catalog.create(labelled("other", "label"));
        catalog.create(VolumeRequest.of("plain"));
        users.byVolume.put("one", List.of(CONTAINER));
        Filters filters = new Filters(Map.of("label", Set.of("label"), "dangling", Set.of("true")));
        assertEquals(
                List.of("other"),
                catalog.list(filters).stream().map(Volume::name).toList());
        assertEquals(1, catalog.list(Filters.of("name", "lai")).size());
        assertEquals(0, catalog.list(Filters.of("driver", "nfs")).size());
        assertThrows(InvalidArgument.class, () -> catalog.list(Filters.of("odd", "x")));
        assertThrows(InvalidArgument.class, () -> catalog.list(Filters.of("dangling", "maybe")));
    }

    @Test
    void aPruneTakesWhatNobodyHasAndNobodyNamed() throws IOException {
        Volume anonymous = catalog.create(VolumeRequest.of(""));
        Files.writeString(data(anonymous.name()).resolve("file"), "12345");
        catalog.create(VolumeRequest.of("named"));
        catalog.create(VolumeRequest.of("used"));
        users.byVolume.put("used", List.of(CONTAINER));
        assertEquals(new VolumeCatalog.Pruned(List.of(anonymous.name()), 5), catalog.prune(Filters.NONE, false));
        assertEquals(
                List.of("named"), catalog.prune(Filters.of("all", "1"), false).names());
        assertEquals(List.of("used"), names());
    }

    @Test
    void aNewVolumeGetsWhatTheImageHasInItsPlace() throws IOException {
        catalog.create(VolumeRequest.of("full"));
        fill("full", "/link");
        assertEquals("image", Files.readString(data("full").resolve("below/file")), "and links stay within");
        assertFalse(Files.exists(root.resolve("volumes/full/_draft")));
    }

    @Test
    void whoHasItAlreadySeesWhatItGets() throws IOException {
        catalog.create(VolumeRequest.of("shared"));
        users.byVolume.put("shared", List.of(CONTAINER));
        Object before = Files.getAttribute(data("shared"), "unix:ino");
        fill("shared", "/data");
        assertEquals("image", Files.readString(data("shared").resolve("below/file")));
        assertEquals(before, Files.getAttribute(data("shared"), "unix:ino"));
    }

    @Test
    void whatIsThereStays() throws IOException {
        catalog.create(VolumeRequest.of("kept"));
        Files.writeString(data("kept").resolve("mine"), "");
        fill("kept", "/data");
        fill("kept", "/nowhere");
        assertFalse(Files.exists(data("kept").resolve("below")));
    }

    @Test
    void whatACrashLeftHalfMadeIsMadeAnew() throws IOException {
        catalog.create(VolumeRequest.of("crashed"));
        Files.createDirectories(root.resolve("volumes/crashed/_draft/rest"));
        fill("crashed", "/data");
        assertFalse(Files.exists(data("crashed").resolve("rest")));
    }

    @Test
    void aVolumeOverAFileIsRefused() {
        catalog.create(VolumeRequest.of("over"));
        InvalidArgument refusal = assertThrows(InvalidArgument.class, () -> fill("over", "/data/below/file"));
        assertEquals("cannot mount volume over existing file, file exists /data/below/file", refusal.message());
    }

    @Test
    void aCondemnedVolumeStaysWithWhoHasComeToUseIt() {
        for (String name : List.of("held", "used", "free")) {
            volumes.create(VolumeRequest.of(name));
            boolean _ = events.commit(tx -> {
                volumes.condemn(tx, name);
                return true;
            });
        }
        try (Volumes.Hold _ = volumes.hold(Set.of("held"))) {
            volumes.discard("held", () -> false);
        }
        volumes.discard("used", () -> true);
        volumes.discard("free", () -> false);
        start();
        assertTrue(volumes.find("held").isPresent());
        assertTrue(volumes.find("used").isPresent());
        assertTrue(volumes.find("free").isEmpty());
    }
}
