package io.djong.engine.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ProgressBarTest {
    @Test
    void sizesHaveFourDigitsAndADecimalUnit() {
        assertEquals("0B", ProgressBar.size(0));
        assertEquals("999B", ProgressBar.size(999));
        assertEquals("1kB", ProgressBar.size(1000));
        assertEquals("2.213MB", ProgressBar.size(2_213_000));
        assertEquals("31.37MB", ProgressBar.size(31_366_757));
        assertEquals("540.2MB", ProgressBar.size(540_200_000));
        assertEquals("7.5GB", ProgressBar.size(7_500_000_000L));
    }

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
