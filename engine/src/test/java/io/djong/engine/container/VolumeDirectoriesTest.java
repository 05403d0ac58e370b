package io.djong.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.djong.engine.remap.ContainerUsers;
import io.djong.model.error.InvalidArgument;
import io.djong.runtime.spec.BindMount.Access;
import io.djong.runtime.spec.BindMount.Reach;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumeDirectoriesTest {
    @TempDir
    Path root;

    private Path rootfs;
    private VolumeDirectories volumes;
    private ContainerUsers users;

    @BeforeEach
    void prepare() throws IOException {
        rootfs = Files.createDirectories(root.resolve("rootfs"));
        Files.writeString(Files.createDirectories(rootfs.resolve("data/below")).resolve("file"), "image");
        Files.createSymbolicLink(rootfs.resolve("link"), Path.of("/data"));
        volumes = new VolumeDirectories(root.resolve("volumes"));
        users = new ContainerUsers(Optional.empty(), root, root.resolve("shifted"));
    }

    private PlannedMount mount(String place, Set<PlannedMount.Trait> traits) {
        MountPoint point =
                new MountPoint("volume", "name", volumes.data("name").toString(), place, "local", "", true, "");
        return new PlannedMount(point, Access.READ_WRITE, Reach.RECURSIVE, traits, "");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(volumes.data("name"))) {
            return files.toList();
        }
    }

    @Test
    void aNewVolumeHasWhatTheImageHasInItsPlace() throws IOException {
        volumes.make(mount("/data", Set.of()), rootfs, users);
        assertEquals("image", Files.readString(volumes.data("name").resolve("below/file")));
    }

    @Test
    void linksOfTheImageStayWithinIt() throws IOException {
        volumes.make(mount("/link", Set.of()), rootfs, users);
        assertEquals("image", Files.readString(volumes.data("name").resolve("below/file")));
    }

    @Test
    void whatTheImageHasNotIsEmpty() throws IOException {
        volumes.make(mount("/nowhere", Set.of()), rootfs, users);
        assertEquals(List.of(), files());
    }

    @Test
    void anEmptyVolumeIsEmpty() throws IOException {
        volumes.make(mount("/data", Set.of(PlannedMount.Trait.EMPTY)), rootfs, users);
        assertEquals(List.of(), files());
    }

    @Test
    void aVolumeThatIsThereStaysAsItIs() throws IOException {
        Files.createDirectories(volumes.data("name"));
        assertEquals(List.of(), volumes.missing(List.of(mount("/data", Set.of()))));
        volumes.make(mount("/data", Set.of()), rootfs, users);
        assertFalse(Files.exists(volumes.data("name").resolve("below")));
    }

    @Test
    void whatACrashLeftHalfMadeIsMadeAnew() throws IOException {
        Files.createDirectories(root.resolve("volumes/name/_draft/rest"));
        volumes.make(mount("/data", Set.of()), rootfs, users);
        assertFalse(Files.exists(volumes.data("name").resolve("rest")));
    }

    @Test
    void aVolumeOverAFileIsRefused() {
        InvalidArgument refusal = assertThrows(
                InvalidArgument.class, () -> volumes.make(mount("/data/below/file", Set.of()), rootfs, users));
        assertEquals("cannot mount volume over existing file, file exists /data/below/file", refusal.message());
    }

    @Test
    void aRemovedVolumeIsGoneAtOnce() {
        volumes.make(mount("/data", Set.of()), rootfs, users);
        volumes.remove("name");
        assertFalse(Files.exists(root.resolve("volumes/name")));
        volumes.remove("name");
    }
}
