package io.djong.model.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.djong.model.Digest;
import io.djong.model.Platform;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * One of the manifests that an image came with (API definition ImageManifestSummary).
 *
 * @param id the manifest's digest
 * @param available whether all that it names is here
 * @param kind {@code image}, {@code attestation} or {@code unknown}
 * @param imageData of an image alone
 * @param attestationData of an attestation alone
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
public record ImageManifestSummary(
        @JsonProperty("ID") Digest id,
        Descriptor descriptor,
        boolean available,
        Size size,
        String kind,
        @Nullable ImageData imageData,
        @Nullable AttestationData attestationData) {

    /** Bytes: of blobs alone, and with what is unpacked of them. */
    @JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
    public record Size(long total, long content) {}

    /** What is particular to images. */
    @JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
    public record ImageData(Platform platform, List<String> containers, Unpacked size) {
        public ImageData {
            containers = List.copyOf(containers);
        }

        /** Bytes that are unpacked. */
        @JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
        public record Unpacked(long unpacked) {}
    }

    /** The image's manifest that is attested. */
    @JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
    public record AttestationData(@JsonProperty("For") String of) {}

    /** The same as an image's. */
    public ImageManifestSummary image(ImageData data) {
        return new ImageManifestSummary(id, descriptor, available, size, "image", data, null);
    }

    /** The same as an attestation's. */
    public ImageManifestSummary attestation(AttestationData data) {
        return new ImageManifestSummary(id, descriptor, available, size, "attestation", null, data);
    }
}
