package io.djong.api.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.djong.model.container.StdStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class CollectedFramesTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream expected = new ByteArrayOutputStream();

    private void write(CollectedFrames frames, boolean tty, StdStream stream, int length) throws IOException {
        byte[] bytes = new byte[length + 1];
        for (int i = 0; i < length; i++) {
            bytes[i + 1] = (byte) i;
        }
        frames.write(stream, bytes, 1, length);
        new Frames(expected, tty).write(stream, bytes, 1, length);
    }

    @Test
    void framesOfAnySizeComeOutAsTheyWent() throws IOException {
        for (boolean tty : new boolean[] {false, true}) {
            try (CollectedFrames frames = new CollectedFrames(out, tty)) {
                for (int length :
                        new int[] {1, 0, 65_528, 65_527, 65_529, 65_536, 65_537, 200_000, 7, 7, 60_000, 60_000}) {
                    write(frames, tty, length % 2 == 0 ? StdStream.STDERR : StdStream.STDOUT, length);
                }
            }
            assertArrayEquals(expected.toByteArray(), out.toByteArray());
        }
    }

    @Test
    void nothingGoesOutBeforeThePause() throws IOException {
        CollectedFrames frames = new CollectedFrames(out, false);
        write(frames, false, StdStream.STDOUT, 5);
        write(frames, false, StdStream.STDOUT, 5);
        assertEquals(0, out.size());
        frames.flush();
        assertArrayEquals(expected.toByteArray(), out.toByteArray());
    }
}
