package io.djong.log;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What to read of a log. As in Docker, the last entries are counted first, over both streams; time and stream then
 * select among them.
 *
 * @param tail how many of the last entries; empty for all
 * @param since the earliest time, included
 * @param until the latest time, included
 * @param follow whether to wait for more until the container has ended and all is read
 */
public record LogQuery(
        Set<LogStream> streams, OptionalLong tail, Optional<Instant> since, Optional<Instant> until, boolean follow) {
    /** All that there is, of both streams. */
    public static final LogQuery ALL = new LogQuery(
            EnumSet.allOf(LogStream.class), OptionalLong.empty(), Optional.empty(), Optional.empty(), false);

    public LogQuery {
        streams = Set.copyOf(streams);
        if (tail.isPresent() && tail.getAsLong() < 0) {
            tail = OptionalLong.empty();
        }
    }

    public LogQuery withStreams(Set<LogStream> selected) {
        return new LogQuery(selected, tail, since, until, follow);
    }

    public LogQuery withTail(long entries) {
        return new LogQuery(streams, OptionalLong.of(entries), since, until, follow);
    }

    public LogQuery withSince(Instant time) {
        return new LogQuery(streams, tail, Optional.of(time), until, follow);
    }

    public LogQuery withUntil(Instant time) {
        return new LogQuery(streams, tail, since, Optional.of(time), follow);
    }

    public LogQuery following() {
        return new LogQuery(streams, tail, since, until, true);
    }
}
