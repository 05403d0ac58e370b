package io.djong.model.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class InternalTest {
    @Test
    void whatFailedAndWhyIsSaid() {
        IOException cause = new IOException("broken pipe");
        Internal failure = Internal.failedTo("write /a", cause);
        assertEquals("failed to write /a: broken pipe", failure.message());
        assertSame(cause, failure.getCause());
    }

    @Test
    void failuresOfFilesSayMoreThanTheFilesName() {
        assertEquals(
                "failed to open the log: /a: no such file or directory",
                Internal.failedTo("open the log", new NoSuchFileException("/a")).message());
        assertEquals(
                "failed to open the log: /a: permission denied",
                Internal.failedTo("open the log", new AccessDeniedException("/a"))
                        .message());
        assertEquals(
                "failed to open the log: /a: No space left on device",
                Internal.failedTo("open the log", new FileSystemException("/a", null, "No space left on device"))
                        .message());
    }
}
