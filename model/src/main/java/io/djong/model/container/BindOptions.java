package io.djong.model.container;

import com.fasterxml.jackson.annotation.JsonInclude;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** Options of a bind mount. */
@JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
public record BindOptions(
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String propagation,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean nonRecursive,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean createMountpoint,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean readOnlyNonRecursive,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean readOnlyForceRecursive) {
    public BindOptions {
        propagation = propagation == null ? "" : propagation;
    }

    public static final BindOptions DEFAULT = new BindOptions("", false, false, false, false);
}
