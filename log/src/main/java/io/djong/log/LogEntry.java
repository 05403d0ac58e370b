package io.djong.log;

import java.time.Instant;

/**
 * One entry of a log, kept.
 *
 * @param time to the nanosecond
 * @param line the bytes that the container wrote, its newline included
 * @param partial whether the line goes on in the stream's next entry; such an entry has no newline
 */
@SuppressWarnings("ArrayRecordComponent") // entries are shown, not compared
public record LogEntry(Instant time, LogStream stream, byte[] line, boolean partial) {}
