package io.djong.log;

import java.io.IOException;

/** Takes entries of a log, in order. */
@FunctionalInterface
public interface LogSink {
    /**
     * Takes one entry.
     *
     * @param line valid until the call returns: the reader uses it for the next entry
     * @return whether to go on
     */
    boolean accept(LogLine line) throws IOException;
}
