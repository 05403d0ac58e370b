package io.djong.http;

import io.djong.model.error.InvalidArgument;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;

/** The body of one request, freed of its framing. Where that is malformed, reading throws {@link InvalidArgument}. */
final class BodyInput extends InputStream {
    private static final int MAX_LINE = 4 << 10;

    private final Head head;
    private final Wire wire;
    private boolean continued;
    private boolean ended;
    private boolean malformed;

    /** What is left of the body, or of the current chunk. */
    private long left;

    private boolean firstChunk = true;

    BodyInput(Head head, Wire wire) {
        this.head = head;
        this.wire = wire;
        this.left = head.framing() instanceof Head.Framing.Fixed(long length) ? length : 0;
        this.ended = head.framing() instanceof Head.Framing.Fixed && left == 0;
    }

    Optional<Long> declaredLength() {
        return head.framing() instanceof Head.Framing.Fixed(long length)
                        && head.fields().first("Content-Length").isPresent()
                ? Optional.of(length)
                : Optional.empty();
    }

    boolean expected() {
        return !(head.framing() instanceof Head.Framing.Fixed(long length) && length == 0);
    }

    /** Whether the client still waits to be asked for the body; it will not send it then. */
    boolean awaited() {
        return !continued && !ended && head.expectsContinue();
    }

    /** Whether the framing was found broken; where the body ends is not known then. */
    boolean malformed() {
        return malformed;
    }

    boolean ended() {
        return ended;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (malformed) {
            throw malformed("what follows cannot be read");
        }
        if (ended || !more()) {
            return -1;
        }
        int count = wire.read(target, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw new IOException("the client ended the connection inside the body"
                    + declaredLength().map(n -> " of " + n + " bytes").orElse(""));
        }
        left -= count;
        ended = left == 0 && head.framing() instanceof Head.Framing.Fixed;
        return count;
    }

    @Override
    public int available() {
        return (int) Math.min(left, wire.buffered());
    }

    /** Asks for the body where that is awaited, and enters the next chunk where one is due. */
    private boolean more() throws IOException {
        if (awaited()) {
            wire.write(ResponseHead.CONTINUE);
            continued = true;
        }
        if (left == 0) {
            nextChunk();
        }
        return !ended;
    }

    private void nextChunk() throws IOException {
        if (!firstChunk && !line().isEmpty()) {
            throw malformed("a chunk is longer than it said");
        }
        firstChunk = false;
        String line = line();
        int extension = line.indexOf(';');
        String size = (extension < 0 ? line : line.substring(0, extension)).strip();
        if (!size.matches("[0-9a-fA-F]{1,15}")) {
            throw malformed("bad chunk size");
        }
        left = Long.parseLong(size, 16);
        if (left == 0) {
            skipTrailers();
            ended = true;
        }
    }

    private InvalidArgument malformed(String what) {
        malformed = true;
        return new InvalidArgument("malformed request body: " + what);
    }

    private void skipTrailers() throws IOException {
        int lines = 0;
        while (!line().isEmpty()) {
            lines++;
            if (lines > 100) {
                throw malformed("too many trailers");
            }
        }
    }

    private String line() throws IOException {
        StringBuilder text = new StringBuilder(16);
        int value = wire.require();
        while (value != '\n') {
            if (text.length() >= MAX_LINE) {
                throw malformed("line too long");
            }
            text.append((char) value);
            value = wire.require();
        }
        int length = text.length();
        return text.substring(0, length > 0 && text.charAt(length - 1) == '\r' ? length - 1 : length);
    }

    /** Reads and drops what is left, up to a limit. @return whether the end was reached */
    boolean discard(long limit) throws IOException {
        byte[] scrap = new byte[8 << 10];
        long allowed = limit;
        try {
            while (!ended) {
                int count = read(scrap, 0, scrap.length);
                allowed -= Math.max(count, 0);
                if (allowed < 0) {
                    return false;
                }
            }
            return true;
        } catch (InvalidArgument e) {
            return false; // malformed; the answer is given already
        }
    }
}
