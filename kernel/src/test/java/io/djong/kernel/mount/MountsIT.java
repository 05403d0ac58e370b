package io.djong.kernel.mount;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.kernel.Errno;
import io.djong.kernel.KernelException;
import io.djong.testkit.Privilege;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mounts on a private tmpfs, so that what a test mounts is seen by nobody and goes with it. */
class MountsIT {
    @TempDir
    Path temp;

    private Path base;
    private final Deque<Path> mounted = new ArrayDeque<>();

    @BeforeEach
    void mountBase() throws IOException {
        Privilege.root();
        base = Files.createDirectory(temp.resolve("base"));
        Mounts.tmpfs(base, 16 << 20, 0755, Set.of(MountFlag.NO_SUID));
        mounted.push(base);
        Mounts.propagation(base, Propagation.PRIVATE, Reach.ONE);
    }

    @AfterEach
    void nothingIsLeft() {
        mounted.forEach(path -> Mounts.unmount(path, UnmountFlag.DETACH));
        String prefix = temp.toString();
        assertTrue(Mounts.list().stream().noneMatch(mount -> mount.mountPoint().startsWith(prefix)), "mounts are left");
    }

    private Path directory(String name) throws IOException {
        return Files.createDirectories(base.resolve(name));
    }

    private Path target(String name) throws IOException {
        Path path = directory(name);
        mounted.push(path);
        return path;
    }

    private List<Path> layers(int count) throws IOException {
        List<Path> layers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Path layer = directory("layers/of-a-name-that-takes-some-room-in-a-page-of-options/" + i);
            Files.writeString(layer.resolve("file-" + i), "" + i);
            Files.writeString(layer.resolve("top"), "" + i);
            layers.add(layer);
        }
        return layers;
    }

    @Test
    void aTmpfsHasItsOptions() {
        MountInfo mount = Mounts.containing(base.resolve("anything")).orElseThrow();
        assertEquals(base.toString(), mount.mountPoint());
        assertEquals("tmpfs", mount.type());
        assertTrue(mount.options().contains("nosuid"));
        assertTrue(mount.superOptions().contains("size=16384k"));
        assertFalse(mount.isShared());
        assertTrue(Mounts.isMountPoint(base));
        assertFalse(Mounts.isMountPoint(temp));
        assertFalse(Mounts.isMountPoint(base.resolve("missing")));
    }

    @Test
    void anOverlayShowsTheTopmostAndTakesChanges() throws Exception {
        List<Path> layers = layers(3);
        Path target = target("merged");
        Mounts.overlay(OverlayMount.writable(layers, directory("upper"), directory("work")), target);
        assertEquals("0", Files.readString(target.resolve("top")));
        assertEquals("2", Files.readString(target.resolve("file-2")));
        Files.writeString(target.resolve("top"), "changed");
        assertEquals("0", Files.readString(layers.getFirst().resolve("top")));
        assertEquals("changed", Files.readString(base.resolve("upper/top")));
    }

    @Test
    void namesWithColonsCommasAndBackslashesWork() throws Exception {
        Path odd = directory("o:d,d\\");
        Files.writeString(odd.resolve("file"), "x");
        Path target = target("merged");
        OverlayMount overlay = OverlayMount.writable(List.of(odd), directory("up,per"), directory("wo:rk"));
        Mounts.overlay(overlay, target);
        assertEquals("x", Files.readString(target.resolve("file")));
    }

    @Test
    void aChainLongerThanAPageOfOptionsMounts() throws Exception {
        List<Path> layers = layers(150);
        Path target = target("merged");
        Mounts.overlay(OverlayMount.writable(layers, directory("upper"), directory("work")), target);
        assertEquals("149", Files.readString(target.resolve("file-149")));
        assertEquals("0", Files.readString(target.resolve("top")));
    }

    @Test
    void aLongChainMountsByDescriptorsToo() throws Exception {
        OverlayMount overlay = OverlayMount.writable(layers(150), directory("upper"), directory("work"));
        Path target = target("merged");
        KernelException cause = new KernelException(Errno.ENOSYS, "fsopen", "overlay");
        OverlayMounter.byDescriptor(overlay, target, cause);
        assertEquals("149", Files.readString(target.resolve("file-149")));
    }

    @Test
    void aFailureSaysWhy() throws Exception {
        OverlayMount overlay = OverlayMount.readOnly(layers(2)).with("no_such_option", "on");
        Path target = target("merged");
        KernelException e = assertThrows(KernelException.class, () -> OverlayMounter.byLayer(overlay, target));
        assertTrue(String.valueOf(e.getMessage()).contains("no_such_option"), e.getMessage());
        assertThrows(KernelException.class, () -> Mounts.overlay(overlay, target));
    }

    @Test
    void aReadOnlyBindRefusesWrites() throws Exception {
        Path source = directory("source");
        Files.writeString(source.resolve("file"), "x");
        Path target = target("bound");
        Mounts.bind(source, target, Reach.RECURSIVE, Set.of(MountFlag.READ_ONLY));
        assertEquals("x", Files.readString(target.resolve("file")));
        assertThrows(IOException.class, () -> Files.writeString(target.resolve("new"), "x"));
        Files.writeString(source.resolve("new"), "x");
        assertTrue(Mounts.containing(target).orElseThrow().isReadOnly());
        assertEquals("/source", Mounts.containing(target).orElseThrow().root());
    }

    @Test
    void aRecursiveBindBringsWhatIsMountedBelow() throws Exception {
        Path inner = target("source/inner");
        Mounts.tmpfs(inner, 1 << 20, 0700, Set.of());
        Files.writeString(inner.resolve("file"), "x");
        Path all = target("all");
        Mounts.bind(base.resolve("source"), all, Reach.RECURSIVE);
        assertTrue(Files.exists(all.resolve("inner/file")));
        Path one = target("one");
        Mounts.bind(base.resolve("source"), one, Reach.ONE);
        assertFalse(Files.exists(one.resolve("inner/file")));
    }

    @Test
    void aFileCanBeMountedOn() throws Exception {
        Path file = Files.writeString(base.resolve("hosts"), "from");
        Path target = Files.writeString(base.resolve("target"), "below");
        mounted.push(target);
        Mounts.bind(file, target, Reach.ONE);
        assertTrue(Mounts.isMountPoint(target));
        assertEquals("from", Files.readString(target));
    }

    @Test
    void unmountingIsIdempotent() throws Exception {
        Path target = target("target");
        Mounts.tmpfs(target, 1 << 20, 0755, Set.of());
        assertTrue(Mounts.unmount(target));
        assertFalse(Mounts.unmount(target));
        assertFalse(Mounts.unmount(base.resolve("missing")));
    }

    @Test
    void aBusyMountSaysSoAndCanBeDetached() throws Exception {
        Path target = target("target");
        Mounts.tmpfs(target, 1 << 20, 0755, Set.of());
        Path file = Files.writeString(target.resolve("open"), "x");
        try (var reader = Files.newBufferedReader(file)) {
            KernelException e = assertThrows(KernelException.class, () -> Mounts.unmount(target));
            assertEquals(Errno.EBUSY, e.errno());
            assertEquals("unmount " + target + ": device or resource busy", e.getMessage());
            assertTrue(Mounts.unmount(target, UnmountFlag.DETACH));
            assertEquals("x", reader.readLine());
        }
        assertFalse(Mounts.isMountPoint(target));
    }

    @Test
    void aMountMovesAndKeepsRestrictions() throws Exception {
        Path from = target("from");
        Mounts.tmpfs(from, 1 << 20, 0755, Set.of());
        Mounts.restrict(from, Set.of(MountFlag.READ_ONLY, MountFlag.NO_EXEC), Reach.ONE);
        Path to = target("to");
        Mounts.move(from, to);
        assertFalse(Mounts.isMountPoint(from));
        List<String> options = Mounts.containing(to).orElseThrow().options();
        assertTrue(options.containsAll(List.of("ro", "noexec")), options.toString());
    }

    @Test
    void namesWithSpacesComeBack() throws Exception {
        Path target = target("with space\tand tab");
        Mounts.tmpfs(target, 1 << 20, 0755, Set.of());
        assertEquals(target.toString(), Mounts.containing(target).orElseThrow().mountPoint());
    }
}
