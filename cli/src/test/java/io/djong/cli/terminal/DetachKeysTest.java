package io.djong.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.djong.model.error.InvalidArgument;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class DetachKeysTest {
    private final byte[] buffer = new byte[64];

    private int read(DetachKeys keys, int... typed) throws IOException {
        byte[] bytes = new byte[typed.length];
        for (int i = 0; i < typed.length; i++) {
            bytes[i] = (byte) typed[i];
        }
        return keys.read(new ByteArrayInputStream(bytes), buffer);
    }

    @Test
    void theSequenceDetachesAlsoInPieces() throws IOException {
        DetachKeys keys = DetachKeys.parse("");
        assertEquals(0, read(keys, 16));
        assertEquals(DetachKeys.DETACH, read(keys, 17));
        assertEquals(DetachKeys.DETACH, read(DetachKeys.parse("ctrl-a,x"), 1, 'x'));
    }

    @Test
    void whatOnlyBeganLikeItGoesThrough() throws IOException {
        DetachKeys keys = DetachKeys.parse("");
        assertEquals(0, read(keys, 16));
        int n = read(keys, 'a', 16, 16, 'b');
        assertArrayEquals(new byte[] {16, 'a', 16, 16, 'b'}, Arrays.copyOf(buffer, n));
    }

    @Test
    void theEndIsTheEnd() throws IOException {
        assertEquals(-1, read(DetachKeys.parse("")));
    }

    @Test
    void keysThatAreNoneAreRefused() {
        assertThrows(InvalidArgument.class, () -> DetachKeys.parse("ctrl-ä"));
    }
}
