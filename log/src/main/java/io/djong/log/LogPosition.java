package io.djong.log;

/**
 * A place in a log that stays the same place when files rotate.
 *
 * @param generation which file: how often the log had been rotated when it was begun
 * @param offset bytes into that file, between two entries
 */
public record LogPosition(long generation, long offset) {
    /** Where every log begins. */
    public static final LogPosition START = new LogPosition(0, 0);
}
