package io.djong.engine.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ProgressBarTest {
    @Test
    void theBarIsFiftyColumnsWide() {
        assertEquals("[=========================>                         ]     500B/1kB", ProgressBar.draw(500, 1000));
        assertEquals(
                "[==================================================>]      1kB/1kB", ProgressBar.draw(1000, 1000));
    }

    @Test
    void withoutATotalThereAreOnlyFigures() {
        assertEquals("    500B", ProgressBar.draw(500, 0));
        assertEquals("    500B", ProgressBar.draw(500, 400));
    }
}
