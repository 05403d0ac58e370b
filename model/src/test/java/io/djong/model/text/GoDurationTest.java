package io.djong.model.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GoDurationTest {
    @Test
    void partsAddUp() {
        assertEquals(Optional.of(Duration.ofMinutes(90)), GoDuration.parse("1h30m"));
        assertEquals(Optional.of(Duration.ofMillis(1500)), GoDuration.parse("1.5s"));
        assertEquals(Optional.of(Duration.ofMillis(60_500)), GoDuration.parse("1m.5s"));
        assertEquals(Optional.of(Duration.ofMillis(-300)), GoDuration.parse("-300ms"));
        assertEquals(Optional.of(Duration.ofNanos(1_000_001)), GoDuration.parse("1ms1ns"));
        assertEquals(Optional.of(Duration.ofNanos(3_000)), GoDuration.parse("+1us1µs1μs"));
        assertEquals(Optional.of(Duration.ZERO), GoDuration.parse("0"));
    }

    @Test
    void whatIsNoDurationIsRefused() {
        for (String text : List.of(
                "", "-", "5", "h", ".s", "1h ", "1h 2m", "1d", "1.s.", "1.2.3s", "9999999999999h", "--1s", "1e3s")) {
            assertEquals(Optional.empty(), GoDuration.parse(text), text);
        }
    }

    @Test
    void theTextIsGos() {
        assertEquals("0s", GoDuration.text(Duration.ZERO));
        assertEquals("7ns", GoDuration.text(Duration.ofNanos(7)));
        assertEquals("1.5µs", GoDuration.text(Duration.ofNanos(1_500)));
        assertEquals("20ms", GoDuration.text(Duration.ofMillis(20)));
        assertEquals("1s", GoDuration.text(Duration.ofSeconds(1)));
        assertEquals("-1.25s", GoDuration.text(Duration.ofMillis(-1250)));
        assertEquals("1m30s", GoDuration.text(Duration.ofSeconds(90)));
        assertEquals("1h0m0s", GoDuration.text(Duration.ofHours(1)));
    }
}
