package io.djong.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.model.container.Environment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
    @Test
    void aValueBeginsAfterTheFirstEqualsSign() {
        assertEquals("A", Environment.name("A=b=c"));
        assertEquals("A", Environment.name("A"));
        assertTrue(Environment.hasValue("A="));
        assertFalse(Environment.hasValue("A"));
    }

    @Test
    void anEntryTakesAnothersPlaceAndANameAloneTakesItAway() {
        Map<String, String> byName = new LinkedHashMap<>(Map.of("A", "A=1"));
        Environment.put(byName, List.of("B=1", "C", "A=2", "D="));
        assertEquals(List.of("A=2", "B=1", "D="), List.copyOf(byName.values()));
        Environment.put(byName, List.of("A", "B=3"));
        assertEquals(List.of("B=3", "D="), List.copyOf(byName.values()));
    }
}
