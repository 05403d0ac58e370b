package io.djong.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.kernel.file.Directory;
import io.djong.model.error.InvalidArgument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerPathTest {
    @TempDir
    Path root;

    private static void assertParsed(String text, String clean, String name, boolean directory) {
        assertEquals(new ContainerPath(clean, name, directory), ContainerPath.parse(text));
    }

    @Test
    void pathsBeginAtTheRootAndNeverLeaveIt() {
        assertParsed("a/b", "/a/b", "b", false);
        assertParsed("/a//./b/../c", "/a/c", "c", false);
        assertParsed("/../../etc/passwd", "/etc/passwd", "passwd", false);
        assertParsed("/", "/", "/", true);
        assertThrows(InvalidArgument.class, () -> ContainerPath.parse("a\0b"));
    }

    @Test
    void anEndSaysThatADirectoryIsMeant() {
        assertParsed("/a/", "/a", "a", true);
        assertParsed("/a/.", "/a", ".", true);
        assertParsed(".", "/", ".", true);
        assertParsed("/a/..", "/", "/", false);
    }

    private String follow(String path) {
        try (Directory directory = Directory.open(root)) {
            return ContainerPath.parse(path).follow(directory);
        }
    }

    private void link(String name, String target) throws IOException {
        Files.createSymbolicLink(root.resolve(name), Path.of(target));
    }

    @Test
    void linksAreFollowedWithinTheRoot() throws IOException {
        Files.createDirectories(root.resolve("dir/sub"));
        link("absolute", "/dir");
        link("climbs", "../../../dir/sub");
        link("dir/sub/back", "../../absolute/sub");
        assertEquals("/dir/sub", follow("/absolute/sub"));
        assertEquals("/dir/sub", follow("/climbs"));
        assertEquals("/dir/sub/x", follow("/climbs/back/x"));
        assertEquals("/dir/sub", follow("/absolute/./sub/back"));
    }

    @Test
    void whatIsMissingStaysAsItIsWritten() throws IOException {
        link("dangling", "nowhere/at/all");
        assertEquals("/nowhere/at/all", follow("/dangling"));
        assertEquals("/missing/x", follow("/missing/x"));
    }

    @Test
    void linksInCirclesAreRefused() throws IOException {
        link("one", "two");
        link("two", "one");
        assertTrue(assertThrows(InvalidArgument.class, () -> follow("/one"))
                .message()
                .contains("too many links"));
    }

    @Test
    void aPathIsWithinItselfAndWhatIsAboveIt() {
        assertTrue(ContainerPath.isWithin("/data", "/data"));
        assertTrue(ContainerPath.isWithin("/data/x", "/data"));
        assertFalse(ContainerPath.isWithin("/data2", "/data"));
    }

    @Test
    void modesAreGos() throws IOException {
        Files.createDirectory(root.resolve("d"));
        link("l", "x");
        Files.writeString(root.resolve("f"), "x");
        try (Directory directory = Directory.open(root)) {
            directory.setPermissions("d", 01777);
            directory.setPermissions("f", 04755);
            assertEquals(0x80100000L | 0777, GoFileMode.of(directory.stat("d")));
            assertEquals(0x800000L | 0755, GoFileMode.of(directory.stat("f")));
            assertEquals(0x8000000L | 0777, GoFileMode.of(directory.stat("l")));
        }
    }
}
