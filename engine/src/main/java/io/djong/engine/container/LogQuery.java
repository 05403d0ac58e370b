package io.djong.engine.container;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** Which lines of a container's log to read; {@code tail} counts from the end, absent for all. */
public record LogQuery(
        boolean stdout,
        boolean stderr,
        boolean follow,
        Optional<Instant> since,
        Optional<Instant> until,
        OptionalLong tail) {}
