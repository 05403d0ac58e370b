package io.djong.model.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.djong.model.Platform;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The manifests of one image on several platforms (OCI image spec, image-index.md). */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Index(
        int schemaVersion,
        String mediaType,
        List<Descriptor> manifests,
        Map<String, String> annotations,
        @Nullable Descriptor subject) {

    public Index {
        mediaType = mediaType == null ? "" : mediaType;
        manifests = manifests == null ? List.of() : List.copyOf(manifests);
        annotations = annotations == null ? Map.of() : Map.copyOf(annotations);
    }

    /** The first manifest for the platform; an exact variant goes before one that is silent on it. */
    public Optional<Descriptor> select(Platform wanted) {
        Optional<Descriptor> exact = manifests.stream()
                .filter(d -> d.targetPlatform()
                        .filter(p -> p.satisfies(wanted) && p.variant().equals(wanted.variant()))
                        .isPresent())
                .findFirst();
        return exact.or(() -> manifests.stream()
                .filter(d -> d.targetPlatform().filter(p -> p.satisfies(wanted)).isPresent())
                .findFirst());
    }
}
