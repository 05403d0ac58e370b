package io.djong.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.djong.model.error.InvalidArgument;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class GoDurationTest {
    @Test
    void partsAddUp() {
        assertEquals(Duration.ofMinutes(90), GoDuration.parse("1h30m"));
        assertEquals(Duration.ofMillis(1500), GoDuration.parse("1.5s"));
        assertEquals(Duration.ofMillis(-300), GoDuration.parse("-300ms"));
        assertEquals(Duration.ofNanos(1_000_001), GoDuration.parse("1ms1ns"));
        assertEquals(Duration.ZERO, GoDuration.parse("0"));
    }

    @Test
    void whatIsNoDurationIsRefused() {
        for (String text : List.of("", "5", "h", "1h ", "1d", "1.s.", "9999999999999h", "--1s")) {
            InvalidArgument refused = assertThrows(InvalidArgument.class, () -> GoDuration.parse(text), text);
            assertEquals("time: invalid duration \"" + text + "\"", refused.message());
        }
    }
}
