package io.djong.cli.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.cli.archive.Member.Attributes;
import io.djong.cli.archive.Member.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {
    private static final Attributes PLAIN = new Attributes(0644, 0, 0, FileTime.fromMillis(1_000_000_000_000L));

    @TempDir
    Path root;

    private Path source;
    private Path target;

    @BeforeEach
    void makeDirectories() throws IOException {
        source = Files.createDirectories(root.resolve("source"));
        target = Files.createDirectories(root.resolve("target"));
    }

    private void copy(String name, String from, String to) throws IOException {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        Packer.pack(source, name, archive);
        unpack(archive.toByteArray(), from, to);
    }

    private void unpack(byte[] archive, String from, String to) throws IOException {
        Unpacker.unpack(new ByteArrayInputStream(archive), target, from, to, false);
    }

    private static byte[] archive(Member... members) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarOutput tar = new TarOutput(bytes);
        for (Member member : members) {
            tar.add(member, new ByteArrayInputStream("evil".getBytes(StandardCharsets.US_ASCII)));
        }
        tar.finish();
        return bytes.toByteArray();
    }

    private List<String> found() throws IOException {
        try (Stream<Path> paths = Files.walk(target)) {
            return paths.map(path -> target.relativize(path).toString())
                    .filter(name -> !name.isEmpty())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aTreeComesOutAsItWentIn() throws IOException {
        String deep = "a-long-name-".repeat(10) + "/" + "ü".repeat(60);
        Path file = source.resolve(deep);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "content\n".repeat(1000));
        Files.setAttribute(file, "unix:mode", 0751);
        FileTime time = FileTime.fromMillis(1_234_567_890_000L);
        Files.setLastModifiedTime(file, time);
        Files.createSymbolicLink(source.resolve("link"), Path.of("/nowhere/" + "x".repeat(120)));
        Files.createDirectory(source.resolve("empty"));
        Files.setLastModifiedTime(file.getParent(), time);
        copy("tree", "", "");
        Path out = target.resolve("tree");
        assertEquals("content\n".repeat(1000), Files.readString(out.resolve(deep)));
        assertEquals(0751, (int) Files.getAttribute(out.resolve(deep), "unix:mode") & 07777);
        assertEquals(time, Files.getLastModifiedTime(out.resolve(deep)));
        assertEquals(time, Files.getLastModifiedTime(out.resolve(deep).getParent()));
        assertEquals(Path.of("/nowhere/" + "x".repeat(120)), Files.readSymbolicLink(out.resolve("link")));
        assertTrue(Files.isDirectory(out.resolve("empty")));
    }

    @Test
    void theFirstNameIsExchanged() throws IOException {
        Files.writeString(source.resolve("one"), "");
        copy("tree", "tree", "other");
        assertEquals(List.of("other", "other/one"), found());
    }

    @Test
    void whatIsInADirectoryGoesIntoAnother() throws IOException {
        Files.writeString(source.resolve("one"), "");
        copy(".", "", "");
        assertEquals(List.of("one"), found());
        copy(".", ".", "new");
        assertEquals(List.of("new", "new/one", "one"), found());
    }

    @Test
    void nothingLeavesTheDirectory() throws IOException {
        Path outside = Files.createDirectory(root.resolve("outside"));
        for (byte[] archive : List.of(
                archive(new Member("../outside/x", Kind.FILE, PLAIN, 4, "")),
                archive(new Member("a/../../outside/x", Kind.FILE, PLAIN, 4, "")),
                archive(
                        new Member("way", Kind.SYMLINK, PLAIN, 0, "../outside"),
                        new Member("way/x", Kind.FILE, PLAIN, 4, "")),
                archive(
                        new Member("way2", Kind.SYMLINK, PLAIN, 0, outside.toString()),
                        new Member("way2/x/", Kind.DIRECTORY, PLAIN, 0, "")),
                archive(new Member("hard", Kind.HARD_LINK, PLAIN, 0, "../outside/x")))) {
            assertThrows(IOException.class, () -> unpack(archive, "", ""));
        }
        try (Stream<Path> there = Files.list(outside)) {
            assertEquals(0, there.count());
        }
    }

    @Test
    void aFileTakesTheLinksPlaceAndNotItsTargets() throws IOException {
        Path outside = Files.writeString(root.resolve("kept"), "kept");
        unpack(
                archive(
                        new Member("x", Kind.SYMLINK, PLAIN, 0, outside.toString()),
                        new Member("x", Kind.FILE, PLAIN, 4, "")),
                "",
                "");
        assertEquals("kept", Files.readString(outside));
        assertEquals("evil", Files.readString(target.resolve("x")));
    }

    @Test
    void kindsAreNotExchanged() throws IOException {
        Files.createDirectories(target.resolve("d/sub"));
        Files.writeString(target.resolve("f"), "");
        assertThrows(IOException.class, () -> unpack(archive(new Member("d", Kind.FILE, PLAIN, 4, "")), "", ""));
        assertThrows(IOException.class, () -> unpack(archive(new Member("f/", Kind.DIRECTORY, PLAIN, 0, "")), "", ""));
        assertTrue(Files.isDirectory(target.resolve("d/sub")));
    }

    @Test
    void devicesAreLeftOutAndGarbageIsRefused() throws IOException {
        unpack(archive(new Member("null", Kind.OTHER, PLAIN, 0, "")), "", "");
        assertFalse(Files.exists(target.resolve("null"), LinkOption.NOFOLLOW_LINKS));
        assertThrows(
                IOException.class, () -> unpack("no archive".repeat(100).getBytes(StandardCharsets.US_ASCII), "", ""));
        byte[] cut = archive(new Member("f", Kind.FILE, PLAIN, 4, ""));
        assertThrows(IOException.class, () -> unpack(java.util.Arrays.copyOf(cut, 514), "", ""));
    }

    @Test
    void anExtensionTooShortToHoldAnythingIsRefused() throws IOException {
        byte[] archive = archive(new Member("n".repeat(200), Kind.FILE, PLAIN, 4, ""));
        archive[512] = '2';
        archive[513] = ' ';
        assertThrows(IOException.class, () -> unpack(archive, "", ""));
    }
}
