package io.djong.kernel.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.kernel.Errno;
import io.djong.kernel.KernelException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryTest {
    @TempDir
    Path temp;

    private Directory root;

    @BeforeEach
    void open() {
        root = Directory.open(temp);
    }

    @AfterEach
    void close() {
        root.close();
    }

    @Test
    void pathsStayInsideTheRoot() throws Exception {
        Path outside = Files.createDirectory(temp.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "no");
        root.createDirectory("jail", 0755);
        try (Directory jail = root.openDirectory("jail")) {
            jail.createDirectory("etc", 0755);
            jail.createSymlink("absolute", outside.toString());
            jail.createSymlink("up", "../../../../../outside");
            jail.createSymlink("inside", "/etc");
            assertThrows(KernelException.class, () -> jail.descend("absolute"));
            assertThrows(KernelException.class, () -> jail.descend("up"));
            assertThrows(KernelException.class, () -> jail.resolveFile("../outside/secret", Access.READ));
            try (Directory etc = jail.descend("../../inside")) {
                assertEquals(jail.stat("etc").inode(), etc.stat().inode());
            }
        }
    }

    @Test
    void magicLinksAreRefused() {
        root.createSymlink("proc", "/proc");
        try (Directory slash = Directory.open(Path.of("/"))) {
            KernelException e = assertThrows(KernelException.class, () -> slash.descend("proc/self/root"));
            assertEquals(Errno.ELOOP, e.errno());
        }
    }

    @Test
    void namesWithSlashesOrDotsAreRefused() {
        for (String bad : new String[] {"", "..", "a/b", "/"}) {
            assertThrows(IllegalArgumentException.class, () -> root.createDirectory(bad, 0755), bad);
            assertThrows(IllegalArgumentException.class, () -> root.unlink(bad), bad);
        }
        assertThrows(IllegalArgumentException.class, () -> root.exists("a\0b"));
    }

    @Test
    void namesThatAreNotUtf8ComeBackAsTheyWere() {
        byte[] latin1 = {'c', 'a', 'f', (byte) 0xe9};
        String name = FileNames.decode(latin1);
        root.createDirectory(name, 0755);
        String listed = root.entries().getFirst().name();
        assertEquals(name, listed);
        assertArrayEquals(latin1, FileNames.encode(listed));
    }

    @Test
    void linksThemselvesAreNotFollowed() {
        root.createSymlink("link", "/nowhere/at all");
        assertEquals("/nowhere/at all", root.readLink("link"));
        assertEquals(FileType.SYMLINK, root.stat("link").type());
        root.setTimes("link", Instant.EPOCH, Instant.ofEpochSecond(1, 2));
        assertEquals(Instant.ofEpochSecond(1, 2), root.stat("link").modified());
        KernelException e = assertThrows(KernelException.class, () -> root.setPermissions("link", 0600));
        assertEquals(Errno.EOPNOTSUPP, e.errno());
        assertThrows(KernelException.class, () -> root.openFile("link", Access.WRITE));
    }

    @Test
    void failuresNameOperationPathAndCause() {
        KernelException e = assertThrows(KernelException.class, () -> root.stat("missing"));
        assertEquals("stat " + temp + "/missing: no such file or directory", e.getMessage());
        assertTrue(root.find("missing").isEmpty());
        assertFalse(root.unlink("missing"));
        assertFalse(root.removeTree("missing"));
    }

    @Test
    void permissionsAndTimesAreExact() {
        root.createFile("f", 0644).close();
        root.setPermissions("f", 04751);
        Instant before1970 = Instant.ofEpochSecond(-5, 999_999_999);
        root.setTimes("f", Instant.EPOCH, before1970);
        FileStat stat = root.stat("f");
        assertEquals(04751, stat.permissions());
        assertEquals(before1970, stat.modified());
        assertEquals(FileType.REGULAR, stat.type());
    }

    @Test
    void createsMissingDirectoriesThroughLinksInside() {
        root.createDirectory("real", 0755);
        root.createSymlink("alias", "/real");
        root.createDirectories("alias/a/b/c", 0750).close();
        try (Directory b = root.descend("real/a/b")) {
            assertEquals(FileType.DIRECTORY, b.stat("c").type());
        }
        root.createDirectories("/x/../y/./z/", 0755).close();
        assertTrue(root.exists("y"));
        root.createSymlink("dangling", "gone");
        assertThrows(KernelException.class, () -> root.createDirectories("dangling/a", 0755));
        root.createFile("file", 0644).close();
        assertThrows(KernelException.class, () -> root.createDirectories("file/a", 0755));
    }

    @Test
    void listsMoreThanOneBuffer() {
        root.createDirectory("big", 0755);
        try (Directory big = root.openDirectory("big")) {
            for (int i = 0; i < 3000; i++) {
                big.createDirectory("entry-with-a-rather-long-name-" + i, 0755);
            }
            Set<String> names = big.entries().stream().map(DirectoryEntry::name).collect(Collectors.toSet());
            assertEquals(3000, names.size());
            assertEquals(3000, big.entries().size());
        }
    }

    @Test
    void removesATreeWithoutFollowingLinks() throws Exception {
        Files.createDirectory(temp.resolve("keep"));
        Files.writeString(temp.resolve("keep/file"), "x");
        root.createDirectories("doomed/a/b", 0755).close();
        try (Directory doomed = root.openDirectory("doomed")) {
            doomed.createSymlink("link", "../keep");
            doomed.createFile("file", 0600).close();
        }
        assertTrue(root.removeTree("doomed"));
        assertFalse(root.exists("doomed"));
        assertTrue(Files.exists(temp.resolve("keep/file")));
    }

    @Test
    void removesATreeDeeperThanAnyPath() {
        root.createDirectory("deep", 0755);
        Directory at = root.openDirectory("deep");
        for (int i = 0; i < 3000; i++) {
            at.createDirectory("d", 0755);
            Directory below = at.openDirectory("d");
            at.close();
            at = below;
        }
        at.close();
        assertTrue(root.removeTree("deep"));
        assertTrue(root.entries().isEmpty());
    }

    @Test
    void locatesWhatDoesNotExistYet() {
        root.createDirectories("a/b", 0755).close();
        try (Location location = root.locate("/a/b/new")) {
            assertEquals("new", location.name());
            location.directory().createDirectory(location.name(), 0755);
        }
        try (Location location = root.locate("a/b/new/")) {
            assertEquals(".", location.name());
            assertTrue(location.directory().stat(location.name()).isDirectory());
        }
    }

    @Test
    void renamesReplaceOrNot() {
        root.createFile("a", 0644).close();
        root.createDirectory("d", 0755);
        try (Directory d = root.openDirectory("d")) {
            d.createFile("b", 0644).close();
            KernelException e = assertThrows(KernelException.class, () -> root.renameToNew("a", d, "b"));
            assertEquals(Errno.EEXIST, e.errno());
            long inode = root.stat("a").inode();
            root.exchange("a", d, "b");
            assertEquals(inode, d.stat("b").inode());
            d.rename("b", root, "a");
            assertFalse(d.exists("b"));
        }
    }

    @Test
    void readsWritesAndSeeksHoles() {
        try (OpenFile file = root.createFile("sparse", 0644)) {
            file.write(ByteBuffer.wrap("tail".getBytes(StandardCharsets.UTF_8)), 1 << 20);
            assertEquals((1 << 20) + 4, file.size());
            assertEquals(0, file.nextHole(0).orElseThrow());
            assertTrue(file.nextData(0).orElseThrow() > 0);
            assertTrue(file.nextData(file.size()).isEmpty());
            ByteBuffer direct = ByteBuffer.allocateDirect(16);
            assertEquals(4, file.read(direct, 1 << 20));
            assertEquals(-1, file.read(direct, file.size()));
            ByteBuffer heap = ByteBuffer.allocate(200_000);
            heap.put(199_999, (byte) 7);
            file.write(heap, 0);
            ByteBuffer back = ByteBuffer.allocate(1);
            file.read(back, 199_999);
            assertEquals(7, back.get(0));
            try (OpenFile copy = root.createFile("copy", 0644)) {
                assertEquals(4, file.copyTo(1 << 20, copy, 0, 100));
                assertEquals(4, copy.size());
            }
        }
    }

    @Test
    void aLockExcludesOthers() {
        try (OpenFile one = root.createFile("lock", 0600);
                OpenFile other = root.openFile("lock", Access.READ)) {
            assertTrue(one.tryLock(LockMode.EXCLUSIVE));
            assertFalse(other.tryLock(LockMode.SHARED));
            one.unlock();
            assertTrue(other.tryLock(LockMode.SHARED));
        }
    }
}
