package io.djong.model.container;

import java.util.List;

/**
 * Paths below {@code /proc} and {@code /sys} that a container does not get as the host has them.
 *
 * @param masked those that it finds empty
 * @param readOnly those that it may not write
 */
public record SystemPaths(List<String> masked, List<String> readOnly) {
    public static final SystemPaths NONE = new SystemPaths(List.of(), List.of());

    public SystemPaths {
        masked = List.copyOf(masked);
        readOnly = List.copyOf(readOnly);
    }
}
