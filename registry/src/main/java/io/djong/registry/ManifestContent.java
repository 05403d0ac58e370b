package io.djong.registry;

import io.djong.model.Digest;
import io.djong.model.error.InvalidArgument;
import io.djong.model.image.Descriptor;
import io.djong.model.image.Index;
import io.djong.model.image.Manifest;
import io.djong.model.image.MediaTypes;
import io.djong.model.json.Json;
import java.util.Arrays;

/** The bytes of a manifest or an index as the registry sent them, which hash to the descriptor's digest. */
public final class ManifestContent {
    private final Descriptor descriptor;
    private final byte[] bytes;

    ManifestContent(Descriptor descriptor, byte[] bytes) {
        this.descriptor = descriptor;
        this.bytes = bytes;
    }

    /** Describes bytes that were read before and kept; their digest is taken here. */
    public static ManifestContent of(String mediaType, byte[] bytes) {
        byte[] copy = bytes.clone();
        return new ManifestContent(new Descriptor(mediaType, Digest.sha256(copy), copy.length), copy);
    }

    public Descriptor descriptor() {
        return descriptor;
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public boolean isIndex() {
        return MediaTypes.isIndex(descriptor.mediaType());
    }

    /**
     * The bytes as an index.
     *
     * @throws InvalidArgument if they are none
     */
    public Index index() {
        return Json.read(bytes, Index.class);
    }

    /**
     * The bytes as a manifest.
     *
     * @throws InvalidArgument if they are none
     */
    public Manifest manifest() {
        return Json.read(bytes, Manifest.class);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ManifestContent that
                && descriptor.equals(that.descriptor)
                && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return descriptor.hashCode();
    }

    @Override
    public String toString() {
        return descriptor.mediaType() + " " + descriptor.digest();
    }
}
