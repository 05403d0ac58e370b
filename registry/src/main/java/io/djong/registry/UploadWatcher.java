package io.djong.registry;

import java.time.Duration;

/** Is told how an upload fares, by the thread that makes it. */
public interface UploadWatcher {
    UploadWatcher NOBODY = new UploadWatcher() {
        @Override
        public void sent(long bytes) {}

        @Override
        public void retrying(Duration pause) {}
    };

    /** So much of the blob is sent. */
    void sent(long bytes);

    /** It failed for a reason that may pass, and is tried again after a pause. */
    void retrying(Duration pause);
}
