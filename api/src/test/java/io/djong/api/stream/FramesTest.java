package io.djong.api.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.djong.api.routing.ApiVersion;
import io.djong.model.container.StdStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class FramesTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void withoutATerminalEachPieceHasItsStreamAndLength() throws IOException {
        Frames frames = new Frames(out, false);
        frames.write(StdStream.STDOUT, ascii("-hello-"), 1, 5);
        frames.write(StdStream.STDERR, ascii("!"), 0, 1);
        frames.write(StdStream.STDOUT, ascii(""), 0, 0);
        assertEquals(
                "010000000000000568656c6c6f" + "020000000000000121",
                HexFormat.of().formatHex(out.toByteArray()));
    }

    @Test
    void lengthsAreBigEndian() throws IOException {
        new Frames(out, false).write(StdStream.STDOUT, new byte[0x012345], 0, 0x012345);
        assertEquals("0100000000012345", HexFormat.of().formatHex(out.toByteArray(), 0, 8));
        assertEquals(8 + 0x012345, out.size());
    }

    @Test
    void aTerminalsBytesGoAsTheyAre() throws IOException {
        Frames frames = new Frames(out, true);
        frames.write(StdStream.STDOUT, ascii("a"), 0, 1);
        frames.write(StdStream.STDERR, ascii("b"), 0, 1);
        assertArrayEquals(ascii("ab"), out.toByteArray());
    }

    @Test
    void theContentTypeTellsMultiplexedStreamsApartSince142() {
        ApiVersion old = new ApiVersion(1, 41);
        ApiVersion newer = new ApiVersion(1, 42);
        assertEquals("application/vnd.docker.raw-stream", MediaType.ofOutput(false, old));
        assertEquals("application/vnd.docker.multiplexed-stream", MediaType.ofOutput(false, newer));
        assertEquals("application/vnd.docker.raw-stream", MediaType.ofOutput(true, newer));
    }
}
