package io.djong.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.model.container.Environment;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
    @Test
    void aValueBeginsAfterTheFirstEqualsSign() {
        assertEquals("A", Environment.name("A=b=c"));
        assertEquals("A", Environment.name("A"));
        assertTrue(Environment.hasValue("A="));
        assertFalse(Environment.hasValue("A"));
    }
}
