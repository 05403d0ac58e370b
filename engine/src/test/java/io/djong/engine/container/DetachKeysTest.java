package io.djong.engine.container;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.model.error.InvalidArgument;
import org.junit.jupiter.api.Test;

class DetachKeysTest {
    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static byte[] type(DetachKeys keys, int... values) {
        return keys.filter(bytes(values), values.length);
    }

    @Test
    void whatIsNotTheSequencePassesUnchanged() {
        DetachKeys keys = DetachKeys.parse("");
        assertArrayEquals(bytes('a', 'b'), type(keys, 'a', 'b'));
        assertFalse(keys.found());
    }

    @Test
    void theSequenceIsFoundAcrossReads() {
        DetachKeys keys = DetachKeys.parse("");
        assertArrayEquals(bytes('x'), type(keys, 'x', 16));
        assertArrayEquals(bytes(), type(keys, 17));
        assertTrue(keys.found());
    }

    @Test
    void aBrokenSequenceIsPassedOnLate() {
        DetachKeys keys = DetachKeys.parse("");
        assertArrayEquals(bytes(), type(keys, 16));
        assertArrayEquals(bytes(16, 'z'), type(keys, 'z'));
        assertArrayEquals(bytes(16), type(keys, 16, 16));
        assertArrayEquals(bytes(), type(keys, 17));
        assertTrue(keys.found());
    }

    @Test
    void ownKeysAreParsed() {
        DetachKeys keys = DetachKeys.parse("ctrl-a,q");
        type(keys, 1, 'q');
        assertTrue(keys.found());
        assertThrows(InvalidArgument.class, () -> DetachKeys.parse("ctrl-"));
        assertThrows(InvalidArgument.class, () -> DetachKeys.parse("meta-x"));
    }
}
