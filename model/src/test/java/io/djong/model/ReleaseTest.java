package io.djong.model;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ReleaseTest {
    @Test
    void theBuildFillsInTheVersion() {
        assertTrue(Release.VERSION.matches("[0-9]+\\.[0-9]+\\.[0-9]+(-[A-Za-z0-9.]+)?"), Release.VERSION);
    }
}
