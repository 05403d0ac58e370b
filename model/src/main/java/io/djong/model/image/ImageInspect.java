package io.djong.model.image;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.djong.model.Digest;
import io.djong.model.container.ContainerConfig;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * An image in full (API definition ImageInspect).
 *
 * @param created RFC 3339; empty where the image does not say
 * @param size bytes of all layers, unpacked
 * @param container the container that it was made of, and {@code containerConfig} that one's configuration: shown by
 *     old versions only
 */
@JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
public record ImageInspect(
        Digest id,
        List<String> repoTags,
        List<String> repoDigests,
        String parent,
        String comment,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String created,
        String dockerVersion,
        String author,
        @Nullable ContainerConfig config,
        String architecture,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String variant,
        String os,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String osVersion,
        long size,
        GraphDriver graphDriver,
        @JsonProperty("RootFS") RootFs rootFs,
        Metadata metadata,
        @JsonIgnore String container,
        @JsonIgnore @Nullable ContainerConfig containerConfig) {

    /** The driver that holds the layers and where it holds them. */
    @JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
    public record GraphDriver(String name, Map<String, String> data) {
        public GraphDriver {
            data = data == null ? Map.of() : Map.copyOf(data);
        }
    }

    /** The layers by the digests of their uncompressed tars, lowest first. */
    @JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
    public record RootFs(
            String type,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Digest> layers) {
        public RootFs {
            layers = layers == null ? List.of() : List.copyOf(layers);
        }
    }

    /** What the engine knows beyond the image itself: when it was last tagged, in RFC 3339. */
    @JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
    public record Metadata(String lastTagTime) {}
}
