package io.djong.model.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class KeySequenceTest {
    private static void assertKeys(String text, int... codes) {
        byte[] expected = new byte[codes.length];
        for (int i = 0; i < codes.length; i++) {
            expected[i] = (byte) codes[i];
        }
        assertArrayEquals(expected, KeySequence.parse(text).orElseThrow(), text);
    }

    @Test
    void keysAreLettersAndControlCharacters() {
        assertKeys("", 16, 17);
        assertKeys("ctrl-a,q", 1, 'q');
        assertKeys("ctrl-@,ctrl-Z,ctrl-[,ctrl-_,DEL", 0, 26, 27, 31, 127);
    }

    @Test
    void whatIsNoKeyIsRefused() {
        for (String text : List.of("ctrl-", "ctrl-ä", "ctrl-1", "meta-x", "ä", "ctrl-p,,q", ",")) {
            assertTrue(KeySequence.parse(text).isEmpty(), text);
        }
    }
}
