package io.djong.engine.container;

import io.djong.model.container.StdStream;
import java.io.IOException;

/** Where a process's output goes: a client that is attached or that reads the log. */
@FunctionalInterface
public interface StreamSink {
    /** Takes bytes of one stream; blocks while the client is slow. @throws IOException if the client has gone */
    void write(StdStream stream, byte[] bytes, int offset, int length) throws IOException;

    /** Sends what was taken; called where nothing more is there for the moment. @throws IOException as writing does */
    default void flush() throws IOException {}
}
