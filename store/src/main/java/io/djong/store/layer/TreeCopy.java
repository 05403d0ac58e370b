package io.djong.store.layer;

import io.djong.kernel.file.Directory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Copies a directory tree with all that an archive holds of it: owners, permissions, times, attributes, links, devices.
 * It is packed by one thread and unpacked by another, so what holds for layers holds here.
 */
public final class TreeCopy {
    private TreeCopy() {}

    /** Copies; the target, an empty directory, becomes like the source itself too. */
    public static void copy(Directory source, Directory target) throws IOException {
        try (PackedStream packed = PackedStream.begin("tree-copy", out -> LayerPacker.pack(source, out));
                Extractor extractor = new Extractor(target, LayerLimits.DEFAULT)) {
            InputStream archive = packed.stream();
            extractor.extract(new TarReader(archive));
            archive.transferTo(OutputStream.nullOutputStream());
        }
    }
}
