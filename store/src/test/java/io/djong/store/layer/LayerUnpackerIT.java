package io.djong.store.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.kernel.file.Directory;
import io.djong.kernel.file.FileStat;
import io.djong.model.Digest;
import io.djong.model.error.InvalidArgument;
import io.djong.testkit.Privilege;
import io.djong.testkit.process.Command;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Unpacks what GNU tar packs, and what nobody honest does. */
class LayerUnpackerIT {
    @TempDir
    Path root;

    private Path target;

    @BeforeEach
    void prepare() throws IOException {
        Privilege.root();
        target = Files.createDirectory(root.resolve("target"));
    }

    private UnpackedLayer unpack(InputStream layer, LayerLimits limits) throws IOException {
        try (Directory directory = Directory.open(target)) {
            return new LayerUnpacker(limits).unpack(layer, directory);
        }
    }

    private UnpackedLayer unpack(byte[] layer) throws IOException {
        return unpack(new ByteArrayInputStream(layer), LayerLimits.DEFAULT);
    }

    private FileStat stat(String path) {
        try (Directory directory = Directory.open(target.resolve(EntryPaths.parent(path)))) {
            return directory.stat(EntryPaths.name(path));
        }
    }

    private String text(String path) throws IOException {
        return Files.readString(target.resolve(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--format=pax",
                "--format=pax --sparse",
                "--format=pax --sparse --sparse-version=0.0",
                "--format=pax --sparse --sparse-version=0.1",
                "--format=pax --gzip",
                "--format=pax --zstd",
                "--format=posix --pax-option=delete=atime"
            })
    void whatTarPacksComesOutAsItWas(String options) throws Exception {
        Path source = Files.createDirectory(root.resolve("source"));
        SpecialFiles.make(source);
        Path archive = root.resolve("layer.tar");
        tar("--xattrs --xattrs-include=* --numeric-owner " + options + " -C " + source + " -cf " + archive + " .");
        try (InputStream stream = Files.newInputStream(archive)) {
            UnpackedLayer layer = unpack(stream, LayerLimits.DEFAULT);
            assertEquals(List.of(), layer.impliedDirectories());
        }
        TreeListing.assertSame(source, target);
        assertTrue(stat("sparse").blocks() * 512 < 1 << 20 || !options.contains("--sparse"), "a hole was filled");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--format=gnu", "--format=gnu --sparse", "--format=oldgnu"})
    void olderFormatsLoseOnlyWhatTheyCannotSay(String options) throws Exception {
        Path source = Files.createDirectory(root.resolve("source"));
        SpecialFiles.makeWithoutExtensions(source);
        Path archive = root.resolve("layer.tar");
        tar("--numeric-owner " + options + " -C " + source + " -cf " + archive + " .");
        try (InputStream stream = Files.newInputStream(archive)) {
            unpack(stream, LayerLimits.DEFAULT);
        }
        TreeListing.assertSame(source, target);
    }

    private static void tar(String arguments) {
        Command.of("tar").and(arguments.split(" ", -1)).run().ok();
    }

    @Test
    void theDiffIdIsThatOfTheArchive() throws IOException {
        byte[] tar = new TarMaker().file("a", "x").end();
        byte[] padded = Arrays.copyOf(tar, tar.length + 9000);
        assertEquals(Digest.sha256(padded), unpack(TarMaker.gzip(padded)).diffId());
    }

    @Test
    void gzipStreamsMayHaveSeveralMembers() throws IOException {
        byte[] tar = new TarMaker().file("a", "x".repeat(5000)).end();
        var stream = new java.io.ByteArrayOutputStream();
        stream.writeBytes(TarMaker.gzip(Arrays.copyOf(tar, 700)));
        stream.writeBytes(TarMaker.gzip(Arrays.copyOfRange(tar, 700, tar.length)));
        assertEquals(Digest.sha256(tar), unpack(stream.toByteArray()).diffId());
        assertEquals(5000, text("a").length());
    }

    @Test
    void directoriesNotNamedAreReported() throws IOException {
        UnpackedLayer layer =
                unpack(new TarMaker().file("a/b/c", "x").directory("a/").end());
        assertEquals(List.of("", "a/b"), layer.impliedDirectories());
    }

    @Test
    void whiteoutsBecomeOverlayfsMarks() throws IOException {
        unpack(new TarMaker()
                .directory("d/")
                .file("d/.wh.gone", "")
                .file("d/.wh..wh..opq", "")
                .file(".wh.x", "")
                .file(".wh..wh.plnk", "")
                .file("x/inside", "new")
                .file("kept", "new")
                .file(".wh.kept", "")
                .end());
        assertTrue(stat("d/gone").isWhiteout());
        try (Directory directory = Directory.open(target)) {
            assertEquals("y", new String(directory.xattr("d", Whiteouts.OPAQUE).orElseThrow(), StandardCharsets.UTF_8));
            // Hidden below and made anew here: nothing of the layers below may show through.
            assertTrue(directory.xattr("x", Whiteouts.OPAQUE).isPresent());
        }
        assertEquals("new", text("kept"));
        assertFalse(Files.exists(target.resolve(".wh..wh.plnk")));
    }

    @Test
    void aLaterMemberReplacesAnEarlierOne() throws IOException {
        unpack(new TarMaker()
                .file("a", "old")
                .file("a", "new")
                .directory("d")
                .file("d/f", "x")
                .file("d", "now a file")
                .symlink("l", "a")
                .file("l", "now a file")
                .file("f", "x")
                .directory("f")
                .hardLink("h", "a")
                .hardLink("h", "a")
                .end());
        assertEquals("new", text("a"));
        assertEquals("now a file", text("d"));
        assertEquals("now a file", text("l"));
        assertTrue(Files.isDirectory(target.resolve("f")));
        assertEquals(2, stat("a").links());
    }

    @Test
    void overlayfsAttributesAreNotALayersToSet() throws IOException {
        unpack(new TarMaker()
                .pax(TarMaker.record("SCHILY.xattr.trusted.overlay.opaque", new byte[] {'y'}))
                .directory("d")
                .pax(TarMaker.record("SCHILY.xattr.trusted.overlay.redirect", "/etc".getBytes(StandardCharsets.UTF_8)))
                .directory("e")
                .end());
        try (Directory directory = Directory.open(target)) {
            assertEquals(List.of(), directory.xattrNames("d"));
            assertEquals(List.of(), directory.xattrNames("e"));
        }
    }

    @Test
    void nothingLeadsOut() throws IOException {
        Path outside = Files.createDirectory(root.resolve("outside"));
        Path secret = Files.writeString(outside.resolve("secret"), "secret");
        String up = "../".repeat(12);
        List<byte[]> refused = List.of(
                new TarMaker().file("../outside/x", "evil").end(),
                new TarMaker().file("a/../../outside/x", "evil").end(),
                new TarMaker().file("..", "evil").end(),
                new TarMaker().hardLink("h", "../outside/secret").end(),
                new TarMaker().hardLink("h", up + secret).end(),
                new TarMaker().symlink("l", "../outside").end(),
                new TarMaker().file("a/.wh...", "evil").end(),
                new TarMaker().file(".wh.", "evil").end(),
                new TarMaker().file(".", "evil").end(),
                new TarMaker()
                        .symlink("l", outside.toString())
                        .hardLink("h", "l/secret")
                        .end(),
                new TarMaker()
                        .symlink("l", outside.toString())
                        .file("l/x", "evil")
                        .end());
        for (byte[] layer : refused) {
            assertThrows(InvalidArgument.class, () -> unpack(layer));
        }
        assertEquals(List.of("secret"), names(outside));
        assertEquals("secret", Files.readString(secret));
    }

    @Test
    void absoluteNamesAndLinksStayInside() throws IOException {
        unpack(new TarMaker()
                .file("/etc/absolute", "x")
                .directory("real")
                .symlink("link", "/real")
                .file("link/through", "y")
                .file("in/.wh..wh..opq", "")
                .end());
        assertEquals("x", text("etc/absolute"));
        assertEquals("y", text("real/through"));
    }

    @Test
    void aDirectoryReplacedByALinkMidwayLeadsNowhereElse() throws IOException {
        Path outside = Files.createDirectory(root.resolve("outside"));
        byte[] layer = new TarMaker()
                .directory("d")
                .file("d/first", "x")
                .symlink("d", outside.toString())
                .file("d/second", "evil")
                .end();
        assertThrows(InvalidArgument.class, () -> unpack(layer));
        assertEquals(List.of(), names(outside));
        assertFalse(Files.exists(target.resolve("d/first")));
    }

    @Test
    void cutOffAndSpoiltLayersAreRefused() {
        byte[] tar = new TarMaker().file("a", "x".repeat(100_000)).end();
        byte[] gzip = TarMaker.gzip(tar);
        byte[] flipped = gzip.clone();
        flipped[gzip.length - 6] ^= 1;
        for (byte[] layer : List.of(
                Arrays.copyOf(gzip, gzip.length / 2),
                Arrays.copyOf(gzip, gzip.length - 4),
                flipped,
                Arrays.copyOf(tar, 50_000),
                new byte[] {'n', 'o', ' ', 't', 'a', 'r'},
                "<html>".repeat(200).getBytes(StandardCharsets.UTF_8))) {
            assertThrows(InvalidArgument.class, () -> unpack(layer));
        }
    }

    @Test
    void bombsAreRefused() {
        byte[] zeros =
                TarMaker.gzip(new TarMaker().file("a", "\0".repeat(3_000_000)).end());
        LayerLimits small = new LayerLimits(1 << 20, 10);
        assertThrows(InvalidArgument.class, () -> unpack(new ByteArrayInputStream(zeros), small));
        byte[] declared = new TarMaker().header('0', "a", "", 1L << 32).unfinished();
        assertThrows(InvalidArgument.class, () -> unpack(new ByteArrayInputStream(declared), small));
        TarMaker many = new TarMaker();
        for (int i = 0; i < 11; i++) {
            many.file("f" + i, "");
        }
        assertThrows(InvalidArgument.class, () -> unpack(new ByteArrayInputStream(many.end()), small));
        byte[] trailing = Arrays.copyOf(new TarMaker().file("a", "").end(), 3_000_000);
        assertThrows(InvalidArgument.class, () -> unpack(new ByteArrayInputStream(trailing), small));
    }

    @Test
    void aSourceThatFailsIsNotTheLayersFault() {
        InputStream failing = new java.io.FilterInputStream(InputStream.nullInputStream()) {
            @Override
            public int read(byte[] into, int at, int length) throws IOException {
                throw new IOException("connection reset");
            }
        };
        IOException thrown = assertThrows(IOException.class, () -> unpack(failing, LayerLimits.DEFAULT));
        assertEquals("connection reset", thrown.getMessage());
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }
}
