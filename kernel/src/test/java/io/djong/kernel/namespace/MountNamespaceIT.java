package io.djong.kernel.namespace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.kernel.Errno;
import io.djong.kernel.KernelException;
import io.djong.kernel.file.Access;
import io.djong.kernel.file.Directory;
import io.djong.kernel.file.OpenFile;
import io.djong.kernel.mount.MountFlag;
import io.djong.kernel.mount.Mounts;
import io.djong.kernel.mount.Reach;
import io.djong.testkit.Privilege;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountNamespaceIT {
    @TempDir
    Path temp;

    private Path mount;
    private Path volume;

    @BeforeEach
    void mountSomething() throws IOException {
        Privilege.root();
        mount = Files.createDirectory(temp.resolve("mount"));
        volume = Files.createDirectory(temp.resolve("volume"));
        Mounts.tmpfs(mount, 1 << 20, 0755, Set.of());
        Files.createDirectory(mount.resolve("data"));
        Files.writeString(volume.resolve("file"), "of the volume");
    }

    @AfterEach
    void nothingIsLeft() {
        assertTrue(Mounts.unmount(mount), "the mount was busy still");
        assertTrue(
                Mounts.list().stream().noneMatch(left -> left.mountPoint().startsWith(temp.toString())),
                "mounts are left");
    }

    private void furnish(Directory root) {
        try (Directory data = root.openDirectory("data")) {
            Mounts.bind(volume, Path.of(data.procPath()), Reach.ONE, Set.of(MountFlag.READ_ONLY));
        }
    }

    private static String read(Directory root, String path) throws IOException {
        try (OpenFile file = root.resolveFile(path, Access.READ)) {
            return new String(file.inputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void whatIsMountedInsideIsSeenThereOnly() throws IOException {
        try (MountNamespace inside = MountNamespace.around(mount, this::furnish);
                Directory data = inside.root().descend("data")) {
            assertEquals("of the volume", read(inside.root(), "/data/../../data/file"));
            assertFalse(Files.exists(mount.resolve("data/file")));
            KernelException refusal = assertThrows(KernelException.class, () -> data.createFile("new", 0600));
            assertEquals(Errno.EROFS, refusal.errno());
            Files.writeString(mount.resolve("later"), "seen");
            assertEquals("seen", read(inside.root(), "later"));
        }
    }

    @Test
    void itsRootIsAllThereIs() {
        try (MountNamespace inside = MountNamespace.around(mount, _ -> {})) {
            assertFalse(inside.root().exists("proc"));
            assertEquals(1, inside.root().entries().size());
        }
    }

    @Test
    void aFailureInsideLeavesNothing() {
        assertThrows(
                IllegalStateException.class,
                () -> MountNamespace.around(mount, root -> {
                    furnish(root);
                    throw new IllegalStateException("no");
                }));
    }

    @Test
    void aProcessesNamespaceIsSeenFromItsRoot() throws IOException {
        try (MountNamespace own = MountNamespace.of(ProcessHandle.current().pid())) {
            assertEquals(
                    "of the volume", read(own.root(), volume.resolve("file").toString()));
        }
    }
}
