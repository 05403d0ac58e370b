package io.djong.engine.archive;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image in an archive's {@code manifest.json}, which is an array of them.
 *
 * @param config the name of the member that has the image's configuration
 * @param repoTags the image's names
 * @param layers the names of the members that have its layers, lowest first
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record DockerManifest(
        @JsonProperty("Config") String config,
        @JsonProperty("RepoTags") @Nullable List<String> repoTags,
        @JsonProperty("Layers") @Nullable List<String> layers) {
    static final String NAME = "manifest.json";

    DockerManifest {
        config = config == null ? "" : config;
    }

    List<String> tags() {
        return repoTags == null ? List.of() : repoTags;
    }

    List<String> layerNames() {
        return layers == null ? List.of() : layers;
    }
}
