package io.djong.store.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.kernel.file.Directory;
import io.djong.kernel.file.Owner;
import io.djong.model.error.InvalidArgument;
import io.djong.testkit.Privilege;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives are unpacked over what is there, and never leave the root. */
class ArchiveExtractorIT {
    private static final ArchiveExtractor.Rules PLAIN =
            new ArchiveExtractor.Rules(Optional.empty(), false, ArchiveIds.SAME);
    private static final ArchiveExtractor.Rules KEEPING =
            new ArchiveExtractor.Rules(Optional.empty(), true, ArchiveIds.SAME);

    @TempDir
    Path temp;

    private Path root;
    private Path outside;

    @BeforeEach
    void prepare() throws IOException {
        Privilege.root();
        root = Files.createDirectories(temp.resolve("root"));
        outside = Files.createDirectories(temp.resolve("outside"));
        Files.createDirectories(root.resolve("place/there"));
        Files.writeString(root.resolve("place/there/old"), "old");
        Files.createDirectories(root.resolve("etc"));
    }

    private void extract(TarMaker archive, ArchiveExtractor.Rules rules) throws IOException {
        extract(archive.end(), rules);
    }

    private void extract(byte[] archive, ArchiveExtractor.Rules rules) throws IOException {
        try (Directory directory = Directory.open(root)) {
            ArchiveExtractor.extract(new ByteArrayInputStream(archive), directory, "/place", rules);
        }
    }

    private String refusal(TarMaker archive, ArchiveExtractor.Rules rules) {
        return assertThrows(InvalidArgument.class, () -> extract(archive, rules))
                .message();
    }

    @Test
    void directoriesMergeAndFilesAreReplaced() throws IOException {
        extract(
                new TarMaker()
                        .mode(0700)
                        .directory("there")
                        .file("there/new", "new")
                        .file("there/old", "newer")
                        .directory("./"),
                PLAIN);
        assertEquals("newer", Files.readString(root.resolve("place/there/old")));
        assertEquals("new", Files.readString(root.resolve("place/there/new")));
        try (Directory place = Directory.open(root.resolve("place"))) {
            assertEquals(0700, place.stat("there").permissions());
            assertEquals(1_700_000_000L, place.stat("there").modified().getEpochSecond());
            assertEquals(0755, place.stat().permissions(), "the place itself stays as it is");
        }
    }

    @Test
    void nothingIsWrittenOutOfThePlaceByName() throws IOException {
        assertEquals("\"../x\" is outside of \"/place\"", refusal(new TarMaker().file("../x", ""), PLAIN));
        assertEquals(
                "\"a/../../../x\" is outside of \"/place\"", refusal(new TarMaker().file("a/../../../x", ""), PLAIN));
        assertEquals(
                "\"../etc/passwd\" is outside of \"/place\"",
                refusal(new TarMaker().hardLink("x", "../etc/passwd"), PLAIN));
        extract(new TarMaker().file("/etc/absolute", "x"), PLAIN);
        assertTrue(Files.exists(root.resolve("place/etc/absolute")));
    }

    @Test
    void linksLeadNowhereOutOfTheRoot() throws IOException {
        extract(new TarMaker().symlink("absolute", "/etc").file("absolute/b", "x"), PLAIN);
        assertTrue(Files.exists(root.resolve("etc/b")), "as the container sees the link");
        TarMaker climbing =
                new TarMaker().symlink("up", "../../../../../.." + outside).file("up/a", "x");
        assertEquals("cannot write \"up/a\" to \"/place\": file exists", refusal(climbing, PLAIN));
        Files.createDirectories(root.resolve(outside.toString().substring(1)));
        extract(new TarMaker().file("up/a", "x"), PLAIN);
        assertTrue(Files.exists(root.resolve(outside.toString().substring(1)).resolve("a")), "the root's own");
        try (var files = Files.list(outside)) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void aFileIsNotWrittenThroughALink() throws IOException {
        Files.createSymbolicLink(root.resolve("place/link"), outside.resolve("target"));
        extract(new TarMaker().file("link", "x"), PLAIN);
        assertFalse(Files.exists(outside.resolve("target")));
        assertTrue(Files.isRegularFile(root.resolve("place/link")));
    }

    @Test
    void kindsAreKeptWhereThatIsAskedFor() throws IOException {
        assertEquals(
                "cannot overwrite directory \"/place/there\" with non-directory \"/place\"",
                refusal(new TarMaker().file("there", "x"), KEEPING));
        assertEquals(
                "cannot overwrite non-directory \"/place/there/old\" with directory \"/place\"",
                refusal(new TarMaker().directory("there/old"), KEEPING));
        extract(new TarMaker().file("there", "a file now"), PLAIN);
        assertEquals("a file now", Files.readString(root.resolve("place/there")));
    }

    @Test
    void marksOfLayersAreFilesLikeOthers() throws IOException {
        extract(new TarMaker().file(".wh.there", "").file("there/.wh..wh..opq", ""), PLAIN);
        assertTrue(Files.exists(root.resolve("place/.wh.there")));
        assertTrue(Files.exists(root.resolve("place/there/old")));
    }

    @Test
    void allBelongsToTheOwnerWhereThereIsOne() throws IOException {
        extract(
                new TarMaker().directory("d").file("d/f", "x"),
                new ArchiveExtractor.Rules(Optional.of(new Owner(12, 34)), true, ArchiveIds.SAME));
        try (Directory place = Directory.open(root.resolve("place"));
                Directory inner = place.openDirectory("d")) {
            assertEquals(new Owner(12, 34), place.stat("d").owner());
            assertEquals(new Owner(12, 34), inner.stat("f").owner());
        }
    }

    @Test
    void archivesMayBeCompressedAndMustBeWhole() throws IOException {
        extract(TarMaker.gzip(new TarMaker().file("zipped", "x").end()), PLAIN);
        assertTrue(Files.exists(root.resolve("place/zipped")));
        byte[] cut = Arrays.copyOf(new TarMaker().file("cut", "x".repeat(2000)).end(), 1200);
        assertTrue(assertThrows(InvalidArgument.class, () -> extract(cut, PLAIN))
                .message()
                .contains("unexpected EOF"));
        assertThrows(
                InvalidArgument.class,
                () -> extract("no tar at all".repeat(100).getBytes(StandardCharsets.UTF_8), PLAIN));
    }

    @Test
    void everythingComesBackAsItWasPacked() throws IOException {
        Path source = Files.createDirectory(temp.resolve("source"));
        SpecialFiles.make(source);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Directory directory = Directory.open(source)) {
            LayerPacker.packAs("source", directory, _ -> true, ArchiveIds.SAME, out);
        }
        extract(out.toByteArray(), PLAIN);
        TreeListing.assertSame(source, root.resolve("place/source"));
    }
}
