package io.djong.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.model.error.InvalidArgument;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FiltersTest {
    private static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");

    @Test
    void labelsAreWantedAndUnwanted() {
        Filters filters = new Filters(Map.of("label", Set.of("a"), "label!", Set.of("keep")));
        assertTrue(filters.labels(Map.of("a", "1")));
        assertFalse(filters.labels(Map.of("b", "1")));
        assertFalse(filters.labels(Map.of("a", "1", "keep", "")));
    }

    @Test
    void untilIsATimeOrALengthOfTime() {
        assertEquals(Optional.empty(), Filters.NONE.until(NOW));
        assertEquals(
                Optional.of(NOW.minusSeconds(3600)), Filters.of("until", "1h").until(NOW));
        assertEquals(
                Optional.of(Instant.parse("2026-01-01T00:00:00Z")),
                Filters.of("until", "2026-01-01").until(NOW));
    }

    @Test
    void untilMustBeOneOfThese() {
        Filters odd = Filters.of("until", "tomorrow");
        assertEquals(
                "failed to parse value as time or duration: \"tomorrow\"",
                assertThrows(InvalidArgument.class, () -> odd.until(NOW)).message());
        Filters two = new Filters(Map.of("until", Set.of("1h", "2h")));
        assertThrows(InvalidArgument.class, () -> two.until(NOW));
    }
}
