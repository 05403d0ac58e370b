package io.djong.engine.event;

import io.djong.model.Filters;
import java.time.Instant;
import java.util.Optional;

/** Which events: from {@code since} (absent: from now), to {@code until} (absent: without end). */
public record EventQuery(Optional<Instant> since, Optional<Instant> until, Filters filters) {}
