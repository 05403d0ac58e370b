package io.djong.http;

import io.djong.model.error.InvalidArgument;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The server's side of a WebSocket (RFC 6455): a connection taken over as two streams of bytes, cut into frames. Frames
 * that come are one stream, wherever their messages begin and end; each write that goes out is one message.
 *
 * <p>Pings are answered, and the client's end is noticed, by whoever reads {@link #input()}: somebody has to, always.
 */
public final class WebSocket implements AutoCloseable {
    /** What the messages that go out are marked as. */
    public enum Payload {
        TEXT(1),
        BINARY(2);

        private final int opcode;

        Payload(int opcode) {
            this.opcode = opcode;
        }
    }

    /** Section 7.4.1: all is done. */
    static final int NORMAL = 1000;

    static final int CLOSE = 8;
    static final int PONG = 10;

    private static final String VERSION = "13";
    private static final int FINAL = 0x80;
    private static final int SHORT = 125;

    private final Hijacked raw;
    private final Payload payload;
    private final InputStream input;
    private final OutputStream output = new Output();
    private final Runnable gone;
    private final ReentrantLock writing = new ReentrantLock();

    /** No frame may follow a close; guarded by {@link #writing}. */
    private boolean closed;

    private WebSocket(Hijacked raw, Payload payload, Runnable gone) {
        this.raw = raw;
        this.payload = payload;
        this.gone = gone;
        this.input = new WebSocketInput(raw.input(), this);
    }

    /**
     * Answers a handshake and takes the connection over.
     *
     * @param gone runs, in the thread that reads, when the client has ended the conversation or broken its rules
     * @throws InvalidArgument if the request is no handshake
     */
    public static WebSocket accept(Request request, Response response, Payload payload, Runnable gone)
            throws IOException {
        String key = request.header("Sec-WebSocket-Key").orElse("");
        if (!names(request, "Upgrade", "websocket") || !names(request, "Connection", "upgrade") || key.isEmpty()) {
            throw new InvalidArgument("not a WebSocket handshake");
        }
        if (!request.header("Sec-WebSocket-Version").orElse("").equals(VERSION)) {
            response.header("Sec-WebSocket-Version", VERSION);
            throw new InvalidArgument("unsupported WebSocket version: it must be " + VERSION);
        }
        Hijacked raw = response.status(101)
                .header("Upgrade", "websocket")
                .header("Connection", "Upgrade")
                .header("Sec-WebSocket-Accept", accepted(key))
                .hijack();
        return new WebSocket(raw, payload, gone);
    }

    private static boolean names(Request request, String header, String word) {
        return request.headers(header).stream()
                .flatMap(value -> java.util.Arrays.stream(value.split(",", -1)))
                .anyMatch(item -> item.strip().equalsIgnoreCase(word));
    }

    /** Section 4.2.2: proof that the handshake was understood. */
    private static String accepted(String key) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            byte[] text = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII);
            return Base64.getEncoder().encodeToString(sha1.digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    /** What the client sends; -1 once it has ended the conversation, gone away, or broken the rules. */
    public InputStream input() {
        return input;
    }

    /** What goes to the client, each write at once. */
    public OutputStream output() {
        return output;
    }

    /** Says goodbye; the server closes the connection once the handler has returned. */
    @Override
    public void close() throws IOException {
        goodbye(NORMAL);
        raw.close();
    }

    /** Ends the conversation for a reason of section 7.4.1. */
    void goodbye(int reason) throws IOException {
        writing.lock();
        try {
            if (!closed) {
                send(CLOSE, new byte[] {(byte) (reason >>> 8), (byte) reason}, 0, 2);
                closed = true;
            }
        } finally {
            writing.unlock();
        }
    }

    /** The client is not there any more. */
    void gone() {
        gone.run();
    }

    /** Sends a frame: whole, and none after the last. */
    void send(int opcode, byte[] bytes, int offset, int length) throws IOException {
        writing.lock();
        try {
            if (closed) {
                throw new IOException("the conversation is over");
            }
            byte[] frame = new byte[headSize(length) + length];
            frame[0] = (byte) (FINAL | opcode);
            int head = head(frame, length);
            System.arraycopy(bytes, offset, frame, head, length);
            raw.output().write(frame, 0, frame.length);
        } finally {
            writing.unlock();
        }
    }

    private static int headSize(int length) {
        return length <= SHORT ? 2 : length <= 0xffff ? 4 : 10;
    }

    /** Writes the length in the shortest of its three forms (section 5.2). @return where the payload begins */
    private static int head(byte[] frame, int length) {
        int size = headSize(length);
        frame[1] = (byte) (size == 2 ? length : size == 4 ? 126 : 127);
        for (int i = size - 1, rest = length; i >= 2; i--, rest >>>= 8) {
            frame[i] = (byte) rest;
        }
        return size;
    }

    private final class Output extends OutputStream {
        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            send(payload.opcode, bytes, offset, length);
        }
    }
}
