package io.djong.testkit.image;

/**
 * What a descriptor says of a blob (image-spec, descriptor.md).
 *
 * @param digest {@code sha256:} and the hexadecimal digest
 * @param size in bytes
 */
public record Blob(String mediaType, String digest, int size) {
    /** The descriptor of {@code content}. */
    public static Blob of(String mediaType, byte[] content) {
        return new Blob(mediaType, Sha256.digest(content), content.length);
    }

    String json() {
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}".formatted(mediaType, digest, size);
    }
}
