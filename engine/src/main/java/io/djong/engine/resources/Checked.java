package io.djong.engine.resources;

import io.djong.model.container.HostConfig;
import java.util.List;

/**
 * A request that can be met, without what this host cannot give.
 *
 * @param warnings what was left out, and why
 */
public record Checked(HostConfig host, List<String> warnings) {
    public Checked {
        warnings = List.copyOf(warnings);
    }
}
