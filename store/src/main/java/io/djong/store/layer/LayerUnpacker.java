package io.djong.store.layer;

import com.github.luben.zstd.ZstdIOException;
import io.djong.kernel.file.Directory;
import io.djong.model.Digest;
import io.djong.model.error.Cancelled;
import io.djong.model.error.InvalidArgument;
import io.djong.store.content.Ingest;
import io.djong.store.content.Upload;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.zip.ZipException;

/**
 * Unpacks layers: gzip, zstd or plain tar, as overlayfs wants them, whiteouts and opaque directories included.
 *
 * <p>One pass does it all, over two threads with bounded buffers between: the caller's reads the source, hashes and
 * stores the compressed bytes and inflates them; a platform thread hashes the archive and writes the files. On a
 * machine without SHA instructions the two have about the same work.
 *
 * <p>Nothing in a layer leads out of the target directory. On failure the target is left half-filled; whoever made it
 * removes it. Stateless; safe for use by many threads, each with its own target.
 */
public final class LayerUnpacker {
    private final LayerLimits limits;

    public LayerUnpacker(LayerLimits limits) {
        this.limits = limits;
    }

    /**
     * Unpacks a layer on its way into the content store, and commits its blob.
     *
     * @param ingest of the layer's blob; committed on return, still to be closed by the caller
     * @param rest the blob from the ingest's offset on; closed by the caller
     * @param target an empty directory
     * @throws InvalidArgument if the layer is not what its descriptor says, is damaged, or is hostile
     * @throws IOException if the source fails; the ingest keeps what came and can be resumed
     */
    public UnpackedLayer unpack(Ingest ingest, InputStream rest, Directory target) throws IOException {
        try (InputStream whole = ingest.through(rest)) {
            UnpackedLayer layer = unpackFirst(whole, ingest, target);
            finish(whole, ingest);
            return layer;
        }
    }

    /** If the layer is bad, a wrong digest is the better explanation; it also says if the blob is worth keeping. */
    private UnpackedLayer unpackFirst(InputStream whole, Ingest ingest, Directory target) throws IOException {
        try {
            return unpack(whole, target);
        } catch (InvalidArgument e) {
            finish(whole, ingest);
            throw e;
        }
    }

    /** What follows the compressed stream counts too. */
    private static void finish(InputStream whole, Ingest ingest) throws IOException {
        whole.transferTo(OutputStream.nullOutputStream());
        ingest.commit();
    }

    /**
     * Unpacks a layer from any stream, read to the archive's end and not closed.
     *
     * @param target an empty directory
     * @throws InvalidArgument if the layer is damaged or hostile
     * @throws IOException if the source fails
     */
    public UnpackedLayer unpack(InputStream layer, Directory target) throws IOException {
        MessageDigest hasher = Digest.sha256Hasher();
        return extract(opened(layer).stream(), Optional.of(hasher), target).as(Digest.finished(hasher));
    }

    /**
     * Unpacks a layer on its way into the content store whose digest only its end tells. Where it is not compressed,
     * its blob's digest is also the diffID, and nothing is hashed twice.
     *
     * @param upload read to its end on return, still to be committed by the caller
     * @param source closed by the caller
     * @param target an empty directory
     */
    public UnpackedLayer unpack(Upload upload, InputStream source, Directory target) throws IOException {
        InputStream whole = upload.through(source);
        Compression.Content content = opened(whole);
        Optional<MessageDigest> hasher =
                content.compression() == Compression.NONE ? Optional.empty() : Optional.of(Digest.sha256Hasher());
        Extracted extracted = extract(content.stream(), hasher, target);
        whole.transferTo(OutputStream.nullOutputStream());
        return extracted.as(hasher.map(Digest::finished).orElseGet(upload::digest));
    }

    private static Compression.Content opened(InputStream layer) throws IOException {
        try {
            return Compression.open(new Borrowed(layer));
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    /** Whether a layer may begin so: with an archive, or something compressed. */
    public static boolean mayBegin(byte[] head, int length) {
        return Compression.of(head, length) != Compression.NONE || TarReader.mayBegin(head, length);
    }

    /** What was written, whatever the archive's digest is. */
    private record Extracted(Usage usage, List<String> impliedDirectories) {
        UnpackedLayer as(Digest diffId) {
            return new UnpackedLayer(diffId, usage, impliedDirectories);
        }
    }

    private Extracted extract(InputStream content, Optional<MessageDigest> hasher, Directory target)
            throws IOException {
        Pipe pipe = new Pipe();
        CompletableFuture<Extracted> outcome = new CompletableFuture<>();
        Thread.ofPlatform().name("layer-unpack").daemon().start(() -> consume(pipe, hasher, target, outcome));
        try (content) {
            inflate(content, pipe);
            pipe.end();
        } catch (IOException e) {
            pipe.fail(e);
            settle(outcome);
            throw damaged(e);
        } catch (RuntimeException | Error e) {
            Thread.interrupted(); // the interrupt is in the exception; the consumer must still be told
            pipe.abandon();
            pipe.fail(new IOException("given up", e));
            settle(outcome);
            if (e instanceof Cancelled) {
                Thread.currentThread().interrupt();
            }
            throw e;
        }
        return result(outcome);
    }

    private static void inflate(InputStream content, Pipe pipe) throws IOException {
        boolean wanted = true;
        while (wanted) {
            byte[] buffer = pipe.buffer();
            int length = content.readNBytes(buffer, 0, buffer.length);
            wanted = length > 0 && pipe.put(buffer, length);
        }
    }

    private void consume(
            Pipe pipe, Optional<MessageDigest> hasher, Directory target, CompletableFuture<Extracted> outcome) {
        try {
            InputStream archive = new HashingStream(pipe.stream(), hasher, limits.bytes());
            try (Extractor extractor = new Extractor(target, limits)) {
                extractor.extract(new TarReader(archive));
                archive.transferTo(OutputStream.nullOutputStream());
                outcome.complete(new Extracted(extractor.usage(), extractor.impliedDirectories()));
            }
        } catch (Throwable t) {
            pipe.abandon();
            outcome.completeExceptionally(t);
        }
    }

    /** Waits until the other thread has let go of the target. */
    private static void settle(CompletableFuture<Extracted> outcome) {
        outcome.handle((layer, failure) -> true).join();
    }

    private static Extracted result(CompletableFuture<Extracted> outcome) throws IOException {
        try {
            return outcome.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case IOException failure -> throw damaged(failure);
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw e;
            }
        }
    }

    /** Tells data that is wrong from a source that failed: the first is the layer's fault, the second may pass. */
    private static IOException damaged(IOException e) {
        boolean ofData = e instanceof EOFException || e instanceof ZipException || e instanceof ZstdIOException;
        if (ofData) {
            throw new InvalidArgument("failed to register layer: " + e.getMessage(), e);
        }
        return e;
    }

    /** A stream that somebody else closes. */
    private static final class Borrowed extends FilterInputStream {
        Borrowed(InputStream in) {
            super(in);
        }

        @Override
        public void close() {
            // not ours
        }
    }
}
