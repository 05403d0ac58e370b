package io.djong.store.snapshot;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Where a writable snapshot lies.
 *
 * @param lower the layers below, the topmost first; at least one
 * @param upper the snapshot's own changes
 * @param work overlayfs's own
 */
public record SnapshotPaths(List<Path> lower, Path upper, Path work) {
    public SnapshotPaths {
        lower = List.copyOf(lower);
    }

    /** The same parts by other paths. */
    public SnapshotPaths by(UnaryOperator<Path> other) {
        return new SnapshotPaths(lower.stream().map(other).toList(), other.apply(upper), other.apply(work));
    }
}
