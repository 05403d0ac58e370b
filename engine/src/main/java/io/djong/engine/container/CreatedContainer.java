package io.djong.engine.container;

import io.djong.model.ContainerId;
import java.util.List;

/** The answer to {@link CreateContainer}: the identity, and what the user should know. */
public record CreatedContainer(ContainerId id, List<String> warnings) {
    public CreatedContainer {
        warnings = List.copyOf(warnings);
    }
}
