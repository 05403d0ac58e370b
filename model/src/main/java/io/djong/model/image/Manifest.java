package io.djong.model.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.djong.model.error.InvalidArgument;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One platform's image: its config and its layers, lowest first (OCI image spec, manifest.md). */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Manifest(
        int schemaVersion,
        String mediaType,
        Descriptor config,
        List<Descriptor> layers,
        Map<String, String> annotations,
        @Nullable Descriptor subject,
        @Nullable String artifactType) {

    public Manifest {
        if (config == null) {
            throw new InvalidArgument("image manifest has no config");
        }
        mediaType = mediaType == null ? "" : mediaType;
        layers = layers == null ? List.of() : List.copyOf(layers);
        annotations = annotations == null ? Map.of() : Map.copyOf(annotations);
    }
}
