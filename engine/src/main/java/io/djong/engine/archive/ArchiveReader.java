package io.djong.engine.archive;

import io.djong.engine.archive.ArchiveContents.Unpacked;
import io.djong.engine.image.ImageStores;
import io.djong.model.Digest;
import io.djong.model.error.InvalidArgument;
import io.djong.model.image.Descriptor;
import io.djong.store.content.Upload;
import io.djong.store.layer.Compression;
import io.djong.store.layer.LayerUnpacker;
import io.djong.store.layer.TarEntry;
import io.djong.store.layer.TarReader;
import io.djong.store.layer.UnpackedLayer;
import io.djong.store.lease.Lease;
import io.djong.store.snapshot.Draft;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.Optional;
import java.util.zip.ZipException;

/**
 * Reads an archive of images in one pass, as it comes: whatever may be a layer is stored, hashed and unpacked at once,
 * because only documents that may come last say what it is. Documents stay in memory, within a bound.
 *
 * <p>Nothing is written by a name of the archive's: blobs go by their digest, layers into drafts.
 */
final class ArchiveReader {
    private static final int HEAD = 512;
    private static final int MAX_DOCUMENT = 4 << 20;
    private static final int MAX_DOCUMENTS = 24 << 20;
    private static final int MAX_MEMBERS = 50_000;
    private static final int MAX_LAYERS = 2_000;

    private final ImageStores stores;
    private final Lease lease;
    private final LoadProgress progress;
    private final ArchiveContents contents;
    private long documentBytes;
    private int layers;

    ArchiveReader(ImageStores stores, Lease lease, LoadProgress progress, ArchiveContents contents) {
        this.stores = stores;
        this.lease = lease;
        this.progress = progress;
        this.contents = contents;
    }

    /** @param archive plain or compressed; read to its end, not closed */
    void read(InputStream archive) throws IOException {
        try {
            InputStream content = Compression.decompress(archive);
            TarReader tar = new TarReader(content);
            for (TarEntry entry = tar.next(); entry != null; entry = tar.next()) {
                member(entry, tar);
            }
            content.transferTo(OutputStream.nullOutputStream());
        } catch (EOFException | ZipException e) {
            throw new InvalidArgument("invalid archive: " + e.getMessage(), e);
        }
    }

    private void member(TarEntry entry, TarReader tar) throws IOException {
        String name = MemberName.clean(entry.name());
        switch (entry.kind()) {
            case FILE -> file(name, entry, tar.data());
            case SYMLINK -> link(name, MemberName.target(name, entry.link()));
            case HARD_LINK -> link(name, MemberName.clean(entry.link()));
            case DIRECTORY, CHARACTER_DEVICE, BLOCK_DEVICE, FIFO -> {
                // archives of images have no use for them, and nothing is made of them
            }
        }
        if (contents.size() > MAX_MEMBERS) {
            throw new InvalidArgument("invalid archive: it has more than " + MAX_MEMBERS + " members");
        }
    }

    /** Old archives have a layer once, and links to it; a blob is what its name says, and never a link. */
    private void link(String name, String target) {
        if (MemberName.digest(name).isPresent()) {
            throw new InvalidArgument("invalid archive: blob " + name + " is a link");
        }
        contents.link(name, target);
    }

    private void file(String name, TarEntry entry, InputStream data) throws IOException {
        if (!entry.sparse().isEmpty()) {
            throw new InvalidArgument("invalid archive: " + name + " is a sparse file");
        }
        Optional<Digest> digest = MemberName.digest(name);
        byte[] head = data.readNBytes(HEAD);
        InputStream whole = new SequenceInputStream(new ByteArrayInputStream(head), data);
        if (isDocument(head) && entry.size() <= MAX_DOCUMENT) {
            document(name, digest, whole);
        } else if (digest.isPresent() && isHere(digest.get())) {
            contents.add(name, new Descriptor("", digest.get(), entry.size()));
        } else if (LayerUnpacker.mayBegin(head, head.length)) {
            layer(name, digest, entry.size(), whole);
        } else if (digest.isPresent()) {
            blob(name, digest.get(), whole);
        }
    }

    private static boolean isDocument(byte[] head) {
        for (byte b : head) {
            if (b > ' ') {
                return b == '{' || b == '[';
            }
        }
        return false;
    }

    /** What is here already was verified when it came; the archive's copy is not looked at. */
    private boolean isHere(Digest digest) {
        return stores.content().hold(lease, digest);
    }

    private void document(String name, Optional<Digest> digest, InputStream data) throws IOException {
        byte[] bytes = data.readAllBytes();
        documentBytes += bytes.length;
        if (documentBytes > MAX_DOCUMENTS) {
            throw new InvalidArgument("invalid archive: its documents are larger than " + MAX_DOCUMENTS + " bytes");
        }
        require(name, digest, Digest.sha256(bytes));
        contents.add(name, bytes);
    }

    private void layer(String name, Optional<Digest> digest, long size, InputStream data) throws IOException {
        layers++;
        if (layers > MAX_LAYERS) {
            throw new InvalidArgument("invalid archive: it has more than " + MAX_LAYERS + " layers");
        }
        Draft draft = stores.snapshots().draft();
        boolean kept = false;
        try (Upload upload = stores.content().upload()) {
            UnpackedLayer layer = stores.unpacker().unpack(upload, progress.layer(name, size, data), draft.directory());
            require(name, digest, upload.digest());
            Descriptor blob = upload.commit(lease, "");
            contents.add(name, blob);
            contents.keep(blob, new Unpacked(layer, draft));
            kept = true;
        } finally {
            if (!kept) {
                draft.close();
            }
        }
    }

    /** Something that no image is unpacked from, as an attestation. */
    private void blob(String name, Digest digest, InputStream data) throws IOException {
        try (Upload upload = stores.content().upload()) {
            upload.receive(data);
            require(name, Optional.of(digest), upload.digest());
            contents.add(name, upload.commit(lease, ""));
        }
    }

    private static void require(String name, Optional<Digest> wanted, Digest found) {
        if (wanted.isPresent() && !wanted.get().equals(found)) {
            throw new InvalidArgument("invalid archive: the content of " + name + " has another digest: " + found);
        }
    }
}
