package io.djong.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.djong.model.error.Internal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class FramesTest {
    private final ByteArrayOutputStream wire = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();

    private void frame(int stream, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        wire.writeBytes(ByteBuffer.allocate(8)
                .put((byte) stream)
                .putInt(4, bytes.length)
                .array());
        wire.writeBytes(bytes);
    }

    private void copy() throws IOException {
        Frames.copy(new ByteArrayInputStream(wire.toByteArray()), stdout, stderr);
    }

    @Test
    void eachStreamGetsItsBytesInOrder() throws IOException {
        frame(1, "one ");
        frame(2, "error");
        frame(1, "");
        frame(1, "x".repeat(100_000));
        copy();
        assertEquals("one " + "x".repeat(100_000), stdout.toString(StandardCharsets.UTF_8));
        assertEquals("error", stderr.toString(StandardCharsets.UTF_8));
    }

    @Test
    void anErrorOfTheEngineIsThrownAfterWhatCameBefore() {
        frame(1, "before");
        frame(3, "no such log");
        Internal error = assertThrows(Internal.class, this::copy);
        assertEquals("error from daemon in stream: no such log", error.message());
        assertEquals("before", stdout.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aStreamThatEndsInAFrameIsCut() {
        wire.writeBytes(new byte[] {1, 0, 0, 0, 0, 0, 0, 9, 'a'});
        assertThrows(EOFException.class, this::copy);
    }

    @Test
    void aStreamThatEndsInAHeaderIsCut() {
        wire.writeBytes(new byte[] {1, 0, 0});
        assertThrows(EOFException.class, this::copy);
    }

    @Test
    void bytesThatAreNoFramesAreRefused() {
        wire.writeBytes("{\"message\":\"x\"}".getBytes(StandardCharsets.UTF_8));
        assertThrows(Internal.class, this::copy);
    }
}
