package io.djong.kernel.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.kernel.Errno;
import io.djong.kernel.KernelException;
import io.djong.kernel.mount.MountFlag;
import io.djong.kernel.mount.Mounts;
import io.djong.kernel.mount.UnmountFlag;
import io.djong.testkit.Privilege;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only root may do, on a tmpfs. */
class DirectoryIT {
    private static final byte[] VALUE = "value".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path temp;

    private Path base;
    private Directory root;

    @BeforeEach
    void open() throws Exception {
        Privilege.root();
        base = Files.createDirectory(temp.resolve("base"));
        Mounts.tmpfs(base, 16 << 20, 0755, Set.of());
        root = Directory.open(base);
    }

    @AfterEach
    void close() {
        root.close();
        Mounts.unmount(base, UnmountFlag.DETACH);
    }

    @Test
    void devicesFifosAndWhiteoutsAreMade() {
        root.createNode("null", FileType.CHARACTER_DEVICE, 0666, new DeviceNumber(1, 3));
        root.createNode("loop", FileType.BLOCK_DEVICE, 0600, new DeviceNumber(7, 300_000));
        root.createNode("pipe", FileType.FIFO, 0600, DeviceNumber.NONE);
        root.createWhiteout("gone");
        assertEquals(new DeviceNumber(1, 3), root.stat("null").special());
        assertEquals(new DeviceNumber(7, 300_000), root.stat("loop").special());
        assertEquals(FileType.FIFO, root.stat("pipe").type());
        assertTrue(root.stat("gone").isWhiteout());
        assertFalse(root.stat("null").isWhiteout());
    }

    @Test
    void openingAFifoDoesNotWait() {
        root.createNode("pipe", FileType.FIFO, 0600, DeviceNumber.NONE);
        root.openFile("pipe", Access.READ).close();
        KernelException e = assertThrows(KernelException.class, () -> root.openFile("pipe", Access.WRITE));
        assertEquals(Errno.ENXIO, e.errno());
    }

    @Test
    void ownersAreSetOnLinksThemselves() {
        Owner high = new Owner(4_000_000_000L, 65_534);
        root.createFile("file", 0644).close();
        root.createSymlink("link", "file");
        root.setOwner("link", high);
        assertEquals(high, root.stat("link").owner());
        assertEquals(Owner.ROOT, root.stat("file").owner());
        try (OpenFile file = root.openFile("file", Access.READ)) {
            file.setOwner(high);
            file.setPermissions(06755);
            assertEquals(06755, file.stat().permissions());
            assertEquals(high, file.stat().owner());
        }
    }

    @Test
    void attributesOfFilesLinksAndDevices() {
        root.createFile("file", 0644).close();
        root.createSymlink("link", "file");
        root.createWhiteout("device");
        for (String name : List.of("file", "link", "device", ".")) {
            assertTrue(root.xattr(name, "trusted.test").isEmpty());
            root.setXattr(name, "trusted.test", VALUE);
            assertArrayEquals(VALUE, root.xattr(name, "trusted.test").orElseThrow());
            assertTrue(root.xattrNames(name).contains("trusted.test"));
        }
        assertTrue(root.removeXattr("link", "trusted.test"));
        assertFalse(root.removeXattr("link", "trusted.test"));
        try (OpenFile file = root.openFile("file", Access.READ)) {
            assertArrayEquals(VALUE, file.xattr("trusted.test").orElseThrow());
            file.setXattr("user.empty", new byte[0]);
            assertEquals(0, file.xattr("user.empty").orElseThrow().length);
        }
    }

    @Test
    void attributesThatTheFileSystemDoesNotKnowAreErrors() {
        root.createFile("file", 0644).close();
        KernelException e = assertThrows(KernelException.class, () -> root.setXattr("file", "nonsense.test", VALUE));
        assertEquals("setxattr nonsense.test " + base + "/file: operation not supported", e.getMessage());
    }

    @Test
    void aMountPointInATreeIsNotRemovedAndIsNamed() throws Exception {
        Path inner = Files.createDirectories(base.resolve("tree/a/inner"));
        Files.createDirectories(base.resolve("tree/b"));
        Mounts.tmpfs(inner, 1 << 20, 0755, Set.of(MountFlag.NO_EXEC));
        KernelException e = assertThrows(KernelException.class, () -> root.removeTree("tree"));
        assertEquals(Errno.EBUSY, e.errno());
        assertTrue(String.valueOf(e.getMessage()).contains("tree/a/inner"), e.getMessage());
        assertFalse(Files.exists(base.resolve("tree/b")));
        Mounts.unmount(inner);
        assertTrue(root.removeTree("tree"));
    }

    @Test
    void holesArePunched() {
        try (OpenFile file = root.createFile("file", 0644)) {
            file.allocate(0, 1 << 20);
            long before = file.stat().blocks();
            assertTrue(file.punchHole(0, 512 << 10));
            assertTrue(file.stat().blocks() < before);
            assertEquals(1 << 20, file.size());
            file.sync();
            file.syncData();
        }
        assertEquals(FileSystemStat.TMPFS, root.fileSystem().magic());
        assertEquals(16 << 20, root.fileSystem().blocks() * root.fileSystem().blockSize());
        root.sync();
    }
}
