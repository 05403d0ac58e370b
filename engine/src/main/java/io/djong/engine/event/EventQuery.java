package io.djong.engine.event;

import io.djong.model.Filters;
import java.time.Instant;
import java.util.Optional;

/**
 * Which events.
 *
 * @param since absent: from now on, or with an end, from as far back as is known
 * @param until absent: without end
 */
public record EventQuery(Optional<Instant> since, Optional<Instant> until, Filters filters) {}
