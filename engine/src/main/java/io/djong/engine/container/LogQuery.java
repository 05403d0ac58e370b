package io.djong.engine.container;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which lines of a container's log to read.
 *
 * @param tail how many, counted from the end; absent for all
 * @param timestamps whether each has its time before it
 * @param details whether each has the labels and variables before it that its log driver was told to note
 */
public record LogQuery(
        boolean stdout,
        boolean stderr,
        boolean follow,
        Optional<Instant> since,
        Optional<Instant> until,
        OptionalLong tail,
        boolean timestamps,
        boolean details) {}
