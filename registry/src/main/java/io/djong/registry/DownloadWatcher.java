package io.djong.registry;

import java.time.Duration;

/** Is told how a download fares, by the thread that reads it. */
@FunctionalInterface
public interface DownloadWatcher {
    DownloadWatcher NOBODY = pause -> {};

    /** It failed for a reason that may pass, and is asked for again after a pause. */
    void retrying(Duration pause);
}
