package io.djong.engine.container;

import java.io.IOException;
import java.io.InputStream;

/**
 * A client's place at a process's streams, taken before the client's connection is switched to raw bytes, so that what
 * is wrong can still be answered as an error.
 */
public interface Attachment extends AutoCloseable {
    /** Whether the process has a terminal: then output is raw, else multiplexed. */
    boolean tty();

    /**
     * Moves bytes both ways until the process's output has ended, the client has detached, or it has gone.
     *
     * @param stdin the client's bytes; its end is passed on to the process where the container wants that
     * @throws IOException if the client has gone
     */
    void run(InputStream stdin, StreamSink output) throws IOException, InterruptedException;

    @Override
    void close();
}
