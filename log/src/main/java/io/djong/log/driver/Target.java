package io.djong.log.driver;

import java.io.IOException;

/** Where entries are sent, connected. Used by one thread. */
interface Target extends AutoCloseable {
    /** Takes an entry; may hold it back until {@link #flush}. */
    void send(Piece piece) throws IOException;

    /** Sends what was held back; what was taken before is then out of this process. */
    void flush() throws IOException;

    @Override
    void close();
}
