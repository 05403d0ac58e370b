package io.djong.engine.container;

import io.djong.model.container.StdStream;
import java.io.IOException;
import java.time.Instant;

/** Where log lines go, in order. */
@FunctionalInterface
public interface LogSink {
    /** Takes one line with its newline, if it has one. @throws IOException if the client has gone */
    void line(Instant time, StdStream stream, byte[] bytes, int offset, int length) throws IOException;
}
