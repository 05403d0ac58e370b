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

    /**
     * Learns, where a log is followed, that all entries before a place have been given: now and then, and always before
     * the reader waits for more.
     */
    default void reached(LogPosition position) throws IOException {}
}
