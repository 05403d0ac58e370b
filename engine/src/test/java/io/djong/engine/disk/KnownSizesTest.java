package io.djong.engine.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class KnownSizesTest {
    private final KnownSizes<String> sizes = new KnownSizes<>();
    private final AtomicLong counts = new AtomicLong();

    private long size(boolean settled) {
        return sizes.get("a", () -> settled, counts::incrementAndGet);
    }

    @Test
    void whatNobodyWritesIsCountedOnce() {
        assertEquals(1, size(true));
        assertEquals(1, size(true));
    }

    @Test
    void whatSomebodyWritesIsCountedEachTime() {
        assertEquals(1, size(false));
        assertEquals(2, size(false));
        assertEquals(3, size(true));
        assertEquals(3, size(true));
    }

    @Test
    void whoBeginsToWriteMakesItForgotten() {
        size(true);
        sizes.forget("a");
        assertEquals(2, size(true));
    }

    @Test
    void aCountThatAWriterOvertakesIsNotKept() {
        sizes.get("a", () -> true, () -> {
            sizes.forget("a");
            return 100;
        });
        assertEquals(1, size(true));
    }

    @Test
    void aCountThatFailsIsMadeAgain() {
        assertThrows(
                IllegalStateException.class,
                () -> sizes.get("a", () -> true, () -> {
                    throw new IllegalStateException();
                }));
        assertEquals(1, size(true));
        assertEquals(1, size(true));
    }
}
