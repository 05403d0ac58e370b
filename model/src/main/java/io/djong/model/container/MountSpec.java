package io.djong.model.container;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** One entry of HostConfig.Mounts: a bind, volume, image or tmpfs mount (API definition Mount). */
@JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
public record MountSpec(
        String type,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String source,
        String target,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean readOnly,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String consistency,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable BindOptions bindOptions,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable VolumeOptions volumeOptions,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ImageOptions imageOptions,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable TmpfsOptions tmpfsOptions) {
    public MountSpec {
        type = type == null ? "" : type;
        source = source == null ? "" : source;
        consistency = consistency == null ? "" : consistency;
        target = target == null ? "" : target;
    }
}
