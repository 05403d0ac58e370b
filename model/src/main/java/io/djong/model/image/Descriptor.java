package io.djong.model.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.djong.model.Digest;
import io.djong.model.Platform;
import io.djong.model.error.InvalidArgument;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Points at a blob: what it is, what it hashes to and how long it is, in bytes (OCI image spec, descriptor.md).
 *
 * @param size bytes, never negative
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Descriptor(
        String mediaType,
        Digest digest,
        @JsonInclude(JsonInclude.Include.ALWAYS) long size,
        List<String> urls,
        Map<String, String> annotations,
        @Nullable Platform platform,
        @Nullable String artifactType) {

    public Descriptor {
        if (digest == null) {
            throw new InvalidArgument("a descriptor has no digest");
        }
        if (size < 0) {
            throw new InvalidArgument("descriptor " + digest + " has a negative size");
        }
        mediaType = mediaType == null ? "" : mediaType;
        urls = urls == null ? List.of() : List.copyOf(urls);
        annotations = annotations == null ? Map.of() : Map.copyOf(annotations);
    }

    public Descriptor(String mediaType, Digest digest, long size) {
        this(mediaType, digest, size, List.of(), Map.of(), null, null);
    }

    public Optional<Platform> targetPlatform() {
        return Optional.ofNullable(platform);
    }
}
