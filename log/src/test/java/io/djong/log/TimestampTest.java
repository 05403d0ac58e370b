package io.djong.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimestampTest {
    private final Timestamp timestamp = new Timestamp();

    private boolean parse(String text) {
        byte[] bytes = ("x" + text + "x").getBytes(StandardCharsets.US_ASCII);
        return timestamp.parse(bytes, 1, bytes.length - 1);
    }

    private String shortForm() {
        byte[] into = new byte[Timestamp.LENGTH];
        return new String(into, 0, timestamp.writeShort(into, 0), StandardCharsets.US_ASCII);
    }

    @Test
    void anyOffsetAndPrecisionBecomesUtc() {
        assertTrue(parse("2026-01-31T10:20:30.123456789+00:00"));
        assertEquals("2026-01-31T10:20:30.123456789Z", timestamp.toString());
        assertTrue(parse("2026-01-01T01:00:00.5+05:30"));
        assertEquals("2025-12-31T19:30:00.500000000Z", timestamp.toString());
        assertTrue(parse("2026-01-31T10:20:30-08:00"));
        assertEquals("2026-01-31T18:20:30.000000000Z", timestamp.toString());
        assertTrue(parse("2026-01-31T10:20:30.1234567891234Z"));
        assertEquals("2026-01-31T10:20:30.123456789Z", timestamp.toString());
    }

    @Test
    void theShortFormHasNoTrailingZeros() {
        for (String text :
                new String[] {"2026-01-31T10:20:30Z", "2026-01-31T10:20:30.1Z", "2026-01-31T10:20:30.100000001Z"}) {
            assertTrue(parse(text));
            assertEquals(text, shortForm());
        }
    }

    @Test
    void whatIsNoTimeIsRefused() {
        for (String text : new String[] {
            "",
            "2026",
            "2026-01-31T10:20:30",
            "2026-01-31 10:20:30Z",
            "2026-01-31T10:20:30+5",
            "2026-99-31T10:20:30+05:00"
        }) {
            assertFalse(parse(text), text);
        }
    }

    @Test
    void timesAreOrderedAndConverted() {
        Instant[] times = {
            Instant.parse("1999-12-31T23:59:59.999999999Z"),
            Instant.parse("2026-01-31T10:20:30Z"),
            Instant.parse("2026-01-31T10:20:30.000000001Z"),
            Instant.parse("2026-01-31T10:20:31Z")
        };
        for (int i = 0; i < times.length; i++) {
            assertEquals(times[i], Timestamp.of(times[i]).toInstant());
            for (int j = 0; j < times.length; j++) {
                int order = Timestamp.of(times[i]).compareTo(Timestamp.of(times[j]));
                assertEquals(Integer.signum(times[i].compareTo(times[j])), Integer.signum(order));
            }
        }
        assertTrue(parse("2026-01-31T10:20:30.25Z"));
        assertEquals(times[1].plusMillis(250), timestamp.toInstant());
        assertTrue(parse("2026-01-31T10:20:31.25Z"));
        assertEquals(times[3].plusMillis(250), timestamp.toInstant());
    }
}
