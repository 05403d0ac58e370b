package io.djong.store.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.djong.kernel.file.Directory;
import io.djong.model.Digest;
import io.djong.testkit.Privilege;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Any tree becomes a layer, the layer that tree, and that the same layer again. */
final class RoundTripIT {
    private static final int TREES = 40;

    @TempDir
    Path root;

    @BeforeEach
    void needsRoot() {
        Privilege.root();
    }

    /** The same trees each time, and one that is new. */
    static LongStream seeds() {
        return LongStream.concat(LongStream.range(0, TREES), LongStream.of(System.nanoTime()));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aLayerOfATreeUnpacksToThatTreeAndItsOwnDigest(long seed) throws IOException {
        Path source = Files.createDirectory(root.resolve("source"));
        Path target = Files.createDirectory(root.resolve("target"));
        Path copy = Files.createDirectory(root.resolve("copy"));
        try (Directory from = Directory.open(source);
                Directory to = Directory.open(target);
                Directory third = Directory.open(copy)) {
            RandomTree.grow(seed, from);
            byte[] layer = pack(from);
            UnpackedLayer unpacked = new LayerUnpacker(LayerLimits.DEFAULT).unpack(new ByteArrayInputStream(layer), to);
            assertEquals(Digest.sha256(layer), unpacked.diffId());
            TreeListing.assertSame(source, target);
            assertEquals(Digest.sha256(layer), Digest.sha256(pack(to)));
            ExactCopy.copy(from, third);
            TreeListing.assertSame(source, copy);
        }
    }

    private static byte[] pack(Directory tree) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LayerPacker.pack(tree, out);
        return out.toByteArray();
    }
}
