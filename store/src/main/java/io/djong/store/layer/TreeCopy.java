package io.djong.store.layer;

import io.djong.kernel.file.Directory;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;

/**
 * Copies a directory tree with all that an archive holds of it: owners, permissions, times, attributes, links, devices.
 * It is packed by one thread and unpacked by another, so what holds for layers holds here.
 */
public final class TreeCopy {
    private TreeCopy() {}

    /** Copies; the target, an empty directory, becomes like the source itself too. */
    public static void copy(Directory source, Directory target) throws IOException {
        Pipe pipe = new Pipe();
        CompletableFuture<Boolean> packed = new CompletableFuture<>();
        Thread.ofPlatform().name("tree-copy").daemon().start(() -> pack(source, pipe, packed));
        try (Extractor extractor = new Extractor(target, LayerLimits.DEFAULT)) {
            InputStream archive = pipe.stream();
            extractor.extract(new TarReader(archive));
            archive.transferTo(OutputStream.nullOutputStream());
        } finally {
            pipe.abandon();
            packed.join(); // the source is the caller's again
        }
    }

    private static void pack(Directory source, Pipe pipe, CompletableFuture<Boolean> packed) {
        try (OutputStream out = new BufferedOutputStream(new PipeOutput(pipe), Pipe.CHUNK)) {
            LayerPacker.pack(source, out);
            out.flush();
            pipe.end();
        } catch (Throwable t) {
            pipe.fail(new IOException(t.getMessage(), t));
        } finally {
            packed.complete(true);
        }
    }

    private static final class PipeOutput extends OutputStream {
        private final Pipe pipe;

        PipeOutput(Pipe pipe) {
            this.pipe = pipe;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (int done = 0; done < length; ) {
                byte[] buffer = pipe.buffer();
                int count = Math.min(buffer.length, length - done);
                System.arraycopy(bytes, offset + done, buffer, 0, count);
                if (!pipe.put(buffer, count)) {
                    throw new IOException("the copy was given up");
                }
                done += count;
            }
        }
    }
}
