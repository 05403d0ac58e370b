package io.djong.api.stream;

import io.djong.engine.container.StreamSink;
import io.djong.model.container.StdStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Sends a process's output as clients expect it. With a terminal there is one stream, sent as it is. Without one, each
 * piece follows a header of eight bytes: the stream's number, three zeros, and the piece's length, big-endian.
 *
 * <p>Any number of threads may write; a frame is never torn.
 */
public final class Frames implements StreamSink {
    static final int HEADER = 8;

    private final OutputStream out;
    private final boolean tty;

    public Frames(OutputStream out, boolean tty) {
        this.out = out;
        this.tty = tty;
    }

    @Override
    public void write(StdStream stream, byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return;
        }
        if (tty) {
            out.write(bytes, offset, length);
            return;
        }
        byte[] frame = new byte[HEADER + length];
        header(frame, 0, stream, length);
        System.arraycopy(bytes, offset, frame, HEADER, length);
        out.write(frame, 0, frame.length);
    }

    static void header(byte[] into, int at, StdStream stream, int length) {
        into[at] = number(stream);
        into[at + 1] = 0;
        into[at + 2] = 0;
        into[at + 3] = 0;
        into[at + 4] = (byte) (length >>> 24);
        into[at + 5] = (byte) (length >>> 16);
        into[at + 6] = (byte) (length >>> 8);
        into[at + 7] = (byte) length;
    }

    private static byte number(StdStream stream) {
        return switch (stream) {
            case STDIN -> 0;
            case STDOUT -> 1;
            case STDERR -> 2;
        };
    }
}
