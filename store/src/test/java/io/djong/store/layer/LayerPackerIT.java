package io.djong.store.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.kernel.file.Directory;
import io.djong.testkit.Privilege;
import io.djong.testkit.process.Command;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tree that was packed and unpacked is the same tree. */
class LayerPackerIT {
    @TempDir
    Path root;

    private Path source;
    private Path target;

    @BeforeEach
    void prepare() throws IOException {
        Privilege.root();
        source = Files.createDirectory(root.resolve("source"));
        target = Files.createDirectory(root.resolve("target"));
    }

    private static byte[] pack(Path tree) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Directory directory = Directory.open(tree)) {
            LayerPacker.pack(directory, out);
        }
        return out.toByteArray();
    }

    private void unpack(byte[] layer) throws IOException {
        try (Directory directory = Directory.open(target)) {
            new LayerUnpacker(LayerLimits.DEFAULT).unpack(new ByteArrayInputStream(layer), directory);
        }
    }

    @Test
    void aTreeComesBackAsItWas() throws IOException {
        SpecialFiles.make(source);
        byte[] layer = pack(source);
        unpack(layer);
        TreeListing.assertSame(source, target);
        assertArrayEquals(layer, pack(target));
    }

    @Test
    void removalsBecomeWhiteoutsAndBack() throws IOException {
        try (Directory directory = Directory.open(source)) {
            directory.createWhiteout("gone");
            try (Directory opaque = directory.createDirectories("opaque/inside", 0755)) {
                opaque.createWhiteout("gone-too");
            }
            directory.setXattr("opaque", Whiteouts.OPAQUE, Whiteouts.opaqueValue());
        }
        byte[] layer = pack(source);
        unpack(layer);
        assertArrayEquals(layer, pack(target));
        try (Directory directory = Directory.open(target)) {
            assertTrue(directory.stat("gone").isWhiteout());
            assertTrue(directory.xattr("opaque", Whiteouts.OPAQUE).isPresent());
        }
    }

    @Test
    void tarReadsWhatIsPacked() throws Exception {
        SpecialFiles.make(source);
        Path archive = Files.write(root.resolve("layer.tar"), pack(source));
        Command.of("tar", "--xattrs", "--xattrs-include=*", "--numeric-owner", "--same-owner", "-p")
                .and("-C", target.toString(), "-xf", archive.toString())
                .run()
                .ok();
        TreeListing.assertSame(source, target);
    }

    @Test
    void timesBefore1970Survive() throws IOException {
        Files.writeString(source.resolve("old"), "x");
        try (Directory directory = Directory.open(source)) {
            var time = java.time.Instant.ofEpochSecond(-100, 250);
            directory.setTimes("old", time, time);
        }
        unpack(pack(source));
        try (Directory directory = Directory.open(target)) {
            assertEquals(
                    java.time.Instant.ofEpochSecond(-100, 250),
                    directory.stat("old").modified());
        }
    }
}
