package io.djong.store.snapshot;

import io.djong.kernel.file.Directory;
import java.nio.file.Path;

/**
 * A directory that is to become a snapshot: filled by whoever asked for it, then given to {@link Snapshots#commit}.
 * Closing one that was not committed throws it away.
 */
public final class Draft implements AutoCloseable {
    private final Snapshots snapshots;
    private final long number;
    private final Directory directory;
    private boolean committed;

    Draft(Snapshots snapshots, long number, Path path) {
        this.snapshots = snapshots;
        this.number = number;
        this.directory = Directory.open(path);
    }

    /** The directory to fill; closed with the draft. */
    public Directory directory() {
        return directory;
    }

    long number() {
        return number;
    }

    void markCommitted() {
        committed = true;
    }

    @Override
    public void close() {
        directory.close();
        if (!committed) {
            snapshots.discard(this);
        }
    }
}
