package io.djong.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The payload of a WebSocket's data frames, as they come; control frames in between are answered. */
final class WebSocketInput extends InputStream {
    /** Nobody types more at once; it keeps a length from being anything. */
    private static final long LONGEST = 16 << 20;

    private static final int LONGEST_CONTROL = 125;

    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int PING = 9;

    private static final int PROTOCOL_ERROR = 1002;
    private static final int TOO_BIG = 1009;

    private final InputStream in;
    private final WebSocket socket;
    private final byte[] mask = new byte[4];

    /** Of the current data frame: what is to come, and how much has come. */
    private long left;

    private long taken;

    /** Whether a message has begun that the frames to come continue. */
    private boolean fragmented;

    private boolean ended;

    WebSocketInput(InputStream in, WebSocket socket) {
        this.in = in;
        this.socket = socket;
    }

    /** The client has broken a rule. */
    private static final class Violation extends IOException {
        private static final long serialVersionUID = 1L;
        private final int reason;

        Violation(int reason, String message) {
            super(message);
            this.reason = reason;
        }
    }

    private record FrameHead(int opcode, boolean last, long length) {}

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        try {
            while (left == 0) {
                if (ended || !nextFrame()) {
                    return end();
                }
            }
            int count = in.read(target, offset, (int) Math.min(length, left));
            if (count < 0) {
                return end();
            }
            for (int i = offset; i < offset + count; i++) {
                target[i] ^= mask[(int) (taken++ & 3)];
            }
            left -= count;
            return count;
        } catch (Violation e) {
            socket.goodbye(e.reason);
            return end();
        } catch (EOFException e) {
            return end();
        }
    }

    private int end() {
        if (!ended) {
            ended = true;
            socket.gone();
        }
        return -1;
    }

    /** Reads on to the payload of the next data frame. @return false at the end of the conversation */
    private boolean nextFrame() throws IOException {
        FrameHead head = head();
        switch (head.opcode) {
            case CONTINUATION, TEXT, BINARY -> {
                if (fragmented != (head.opcode == CONTINUATION)) {
                    throw new Violation(PROTOCOL_ERROR, "a message begins within another, or continues none");
                }
                fragmented = !head.last;
                left = head.length;
                taken = 0;
            }
            case PING -> {
                byte[] payload = controlPayload(head);
                socket.send(WebSocket.PONG, payload, 0, payload.length);
            }
            case WebSocket.PONG -> {
                byte[] _ = controlPayload(head);
            }
            case WebSocket.CLOSE -> {
                if (controlPayload(head).length == 1) {
                    throw new Violation(PROTOCOL_ERROR, "half a reason");
                }
                socket.goodbye(WebSocket.NORMAL);
                return false;
            }
            default -> throw new Violation(PROTOCOL_ERROR, "unknown opcode " + head.opcode);
        }
        return true;
    }

    private FrameHead head() throws IOException {
        int first = require();
        int second = require();
        if ((first & 0x70) != 0) {
            throw new Violation(PROTOCOL_ERROR, "reserved bits");
        }
        if ((second & 0x80) == 0) {
            throw new Violation(PROTOCOL_ERROR, "a client's frame is masked");
        }
        long length = switch (second & 0x7f) {
            case 126 -> number(2);
            case 127 -> number(8);
            default -> second & 0x7f;
        };
        if (length < 0 || length > LONGEST) {
            throw new Violation(TOO_BIG, "a frame of " + length + " bytes");
        }
        for (int i = 0; i < mask.length; i++) {
            mask[i] = (byte) require();
        }
        return new FrameHead(first & 0x0f, (first & 0x80) != 0, length);
    }

    private byte[] controlPayload(FrameHead head) throws IOException {
        if (!head.last || head.length > LONGEST_CONTROL) {
            throw new Violation(PROTOCOL_ERROR, "a control frame that is long or in pieces");
        }
        byte[] payload = in.readNBytes((int) head.length);
        if (payload.length < head.length) {
            throw new EOFException("the client has gone");
        }
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i & 3];
        }
        return payload;
    }

    private long number(int bytes) throws IOException {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = value << 8 | require();
        }
        return value;
    }

    private int require() throws IOException {
        int value = in.read();
        if (value < 0) {
            throw new EOFException("the client has gone");
        }
        return value;
    }
}
