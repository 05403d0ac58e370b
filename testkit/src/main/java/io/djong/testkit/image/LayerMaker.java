package io.djong.testkit.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Layers of a wanted size, the same each time. */
public final class LayerMaker {
    private static final int FILE = 256 * 1024;

    private LayerMaker() {}

    /**
     * Makes a layer of files in one directory that no other layer has, half of each file random, half repetitive, so
     * that it compresses as programs do.
     *
     * @param work a directory for the layer's tree and its tar
     * @param number which layer; says its contents and its directory's name
     * @param bytes the size, uncompressed
     */
    public static Path layer(Path work, int number, long bytes) {
        Path tree = work.resolve("layer" + number);
        Path files = tree.resolve("layers/" + number);
        Random random = new Random(number);
        byte[] content = new byte[FILE];
        try {
            Files.createDirectories(files);
            for (int file = 0; (long) file * FILE < bytes; file++) {
                random.nextBytes(content);
                for (int i = FILE / 2; i < FILE; i++) {
                    content[i] = (byte) (number + i % 64);
                }
                Files.write(files.resolve("file" + file), content);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a layer in " + work, e);
        }
        return RootFilesystem.pack(tree, work.resolve("layer" + number + ".tar"));
    }
}
