package io.djong.model.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MomentTest {
    private static final ZoneId ZONE = ZoneOffset.ofHours(1);
    private static final Instant NOW = Instant.ofEpochSecond(1_000_000);

    private static void assertMoment(String expected, String text) {
        assertEquals(Optional.of(Instant.parse(expected)), Moment.parse(text, ZONE), text);
        assertEquals(Optional.of(Instant.parse(expected)), Moment.parse(text, ZONE, NOW), text);
    }

    @Test
    void secondsMayHaveAFraction() {
        assertMoment("1970-01-01T00:00:12Z", "12");
        assertMoment("1970-01-01T00:00:12.5Z", "12.5");
        assertMoment("1970-01-01T00:00:12.000000007Z", "12.000000007");
        assertMoment("1969-12-31T23:59:50Z", "-10");
    }

    @Test
    void datesMayHaveATimeAndAZone() {
        assertMoment("2026-01-02T03:04:05Z", "2026-01-02T05:04:05+02:00");
        assertMoment("2026-01-02T03:04:05Z", "2026-01-02T03:04:05Z");
        assertMoment("2026-01-02T02:04:05Z", "2026-01-02T03:04:05");
        assertMoment("2026-01-01T23:00:00Z", "2026-01-02");
    }

    @Test
    void durationsAreBeforeNow() {
        assertEquals(Optional.of(NOW.minusSeconds(90)), Moment.parse("1m30s", ZONE, NOW));
        assertEquals(Optional.empty(), Moment.parse("1m30s", ZONE));
        assertEquals(Optional.of(Instant.EPOCH), Moment.parse("0", ZONE, NOW));
    }

    @Test
    void whatIsNoMomentIsRefused() {
        for (String text : List.of("", "x", "1.2.3", "99999999999999999999", "12.0000000001", "2026-13-02")) {
            assertEquals(Optional.empty(), Moment.parse(text, ZONE, NOW), text);
        }
    }
}
