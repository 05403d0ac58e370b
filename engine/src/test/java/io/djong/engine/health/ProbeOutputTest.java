package io.djong.engine.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProbeOutputTest {
    @Test
    void theBeginningIsKeptAndAnEllipsisTellsOfTheRest() {
        ProbeOutput output = new ProbeOutput();
        byte[] much = "x".repeat(4095).getBytes(StandardCharsets.UTF_8);
        output.write(much, 0, much.length);
        output.write('y');
        assertEquals("x".repeat(4095) + "y", output.text());
        output.write('z');
        output.write(much, 0, much.length);
        assertEquals("x".repeat(4095) + "y...", output.text());
    }
}
