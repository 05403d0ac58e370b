package io.djong.runtime;

/**
 * A piece of a container's output as it came.
 *
 * @param stream where it was written; on a terminal always standard output
 * @param buffer holds the bytes, valid until the next is read
 * @param offset where they begin
 * @param length how many there are
 */
@SuppressWarnings("ArrayRecordComponent") // a window on the reader's own buffer, not a value
public record Frame(Stream stream, byte[] buffer, int offset, int length) {
    /** An output stream. */
    public enum Stream {
        STDOUT,
        STDERR
    }
}
