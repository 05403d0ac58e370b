package io.djong.distribution.library;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;

/** A blob that can be read from any position. Closed by whoever asked for it. */
public sealed interface BlobContent extends AutoCloseable {
    long size();

    @Override
    void close() throws IOException;

    /** All of it is here. */
    record Stored(FileChannel file, long size) implements BlobContent {
        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /** It is still coming in: reading waits for what is not there yet. */
    non-sealed interface Arriving extends BlobContent {
        /** From a position on. The stream ends with the blob, and throws if the rest does not come. */
        InputStream open(long position) throws IOException;
    }
}
