package io.djong.model.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.djong.model.Digest;
import io.djong.model.Platform;
import io.djong.model.container.ContainerConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The configuration blob of an image, whose digest is the image's id (OCI image spec, config.md).
 *
 * @param created RFC 3339, as the blob has it
 * @param config defaults for containers; absent in some images
 * @param container the container that it was made of, where it was
 * @param containerConfig that container's configuration
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ImageConfig(
        String architecture,
        String os,
        @JsonProperty("os.version") String osVersion,
        String variant,
        String created,
        String author,
        String comment,
        @JsonProperty("docker_version") String dockerVersion,
        @Nullable ContainerConfig config,
        RootFs rootfs,
        List<History> history,
        String container,

        @JsonProperty("container_config") @Nullable ContainerConfig containerConfig) {

    /** The layers by the digests of their uncompressed tars, lowest first. */
    public record RootFs(
            String type, @JsonProperty("diff_ids") List<Digest> diffIds) {
        public RootFs {
            type = type == null ? "layers" : type;
            diffIds = diffIds == null ? List.of() : List.copyOf(diffIds);
        }
    }

    /** How one layer, or one change of the config alone, came about. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record History(
            String created,
            @JsonProperty("created_by") String createdBy,
            String author,
            String comment,

            @JsonProperty("empty_layer") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
            boolean emptyLayer) {
        public History {
            created = orEmpty(created);
            createdBy = orEmpty(createdBy);
            author = orEmpty(author);
            comment = orEmpty(comment);
        }
    }

    public ImageConfig {
        architecture = orEmpty(architecture);
        os = orEmpty(os);
        osVersion = orEmpty(osVersion);
        variant = orEmpty(variant);
        created = orEmpty(created);
        author = orEmpty(author);
        comment = orEmpty(comment);
        dockerVersion = orEmpty(dockerVersion);
        container = orEmpty(container);
        rootfs = rootfs == null ? new RootFs("layers", List.of()) : rootfs;
        history = history == null ? List.of() : List.copyOf(history);
    }

    public Platform platform() {
        return new Platform(architecture, os, osVersion, List.of(), variant);
    }

    /** The container defaults, empty where the image has none. */
    public ContainerConfig containerDefaults() {
        return config == null ? ContainerConfig.EMPTY : config;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
