package io.djong.engine.image;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.model.Reference;
import io.djong.model.error.InvalidArgument;
import org.junit.jupiter.api.Test;

class ReferenceGlobTest {
    private static boolean matches(String glob, String reference) {
        return new ReferenceGlob(glob).matches(Reference.parse(reference));
    }

    @Test
    void aNameMatchesWithAndWithoutItsTag() {
        assertTrue(matches("busybox", "busybox:1"));
        assertTrue(matches("busybox:1", "busybox:1"));
        assertFalse(matches("busybox:2", "busybox:1"));
        assertFalse(matches("busy", "busybox:1"));
    }

    @Test
    void starsStopAtSlashes() {
        assertTrue(matches("busy*", "busybox:1"));
        assertTrue(matches("*/app", "team/app:1"));
        assertFalse(matches("*app", "team/app:1"));
        assertTrue(matches("localhost:5000/*/a?p", "localhost:5000/team/app:1"));
    }

    @Test
    void classesAndEscapes() {
        assertTrue(matches("bus[xy]box", "busybox:1"));
        assertFalse(matches("bus[^xy]box", "busybox:1"));
        assertTrue(matches("a\\.b", "a.b:1"));
        assertFalse(matches("a.b", "axb:1"));
        assertThrows(InvalidArgument.class, () -> new ReferenceGlob("[a"));
    }
}
