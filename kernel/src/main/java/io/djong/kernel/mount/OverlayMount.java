package io.djong.kernel.mount;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An overlay to be mounted (Documentation/filesystems/overlayfs.rst).
 *
 * @param lower the read-only layers, the topmost first; at least one, at least two without a writable layer
 * @param writable absent for a read-only overlay
 * @param options further ones, as {@code volatile} (without a value: empty) or {@code redirect_dir=off}
 */
public record OverlayMount(List<Path> lower, Optional<Writable> writable, Map<String, String> options) {
    /**
     * The layer that takes changes.
     *
     * @param upper the changes
     * @param work empty, for overlayfs alone, on the same file system
     */
    public record Writable(Path upper, Path work) {}

    public OverlayMount {
        lower = List.copyOf(lower);
        options = Map.copyOf(options);
        if (lower.isEmpty() || (writable.isEmpty() && lower.size() == 1)) {
            throw new IllegalArgumentException("an overlay of " + lower.size() + " layers; use a bind mount");
        }
    }

    public static OverlayMount writable(List<Path> lower, Path upper, Path work) {
        return new OverlayMount(lower, Optional.of(new Writable(upper, work)), Map.of());
    }

    public static OverlayMount readOnly(List<Path> lower) {
        return new OverlayMount(lower, Optional.empty(), Map.of());
    }

    /**
     * The same with a further option.
     *
     * @param value empty for an option without one
     */
    public OverlayMount with(String option, String value) {
        Map<String, String> more = new java.util.HashMap<>(options);
        more.put(option, value);
        return new OverlayMount(lower, writable, more);
    }
}
