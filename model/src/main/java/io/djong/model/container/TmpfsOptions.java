package io.djong.model.container;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** Options of a tmpfs mount: size in bytes, zero for no limit of its own; mode as an octal file mode. */
@JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
public record TmpfsOptions(
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) long sizeBytes,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) int mode,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<List<String>> options) {
    public TmpfsOptions {
        options = options == null ? List.of() : List.copyOf(options);
    }
}
