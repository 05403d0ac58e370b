package io.djong.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/**
 * The response to one request. Set the status and headers first, then either {@link #send} a whole body, or write to
 * {@link #body()} as it comes, or {@link #hijack()} the connection. Belongs to the thread that handles the request.
 */
public final class Response {
    private static final byte[] NOTHING = {};

    private final ResponseHead head = new ResponseHead();
    private final Request request;
    private final Wire wire;
    private final BodyOutput body = new BodyOutput(this);
    private boolean committed;
    private boolean chunked;
    private boolean lasting;
    private boolean hijacked;
    private long sent;

    Response(Request request, Wire wire, boolean lasting) {
        this.request = request;
        this.wire = wire;
        this.lasting = lasting;
    }

    public Response status(int status) {
        checkOpen();
        head.status(status);
        return this;
    }

    /** Sets a header, in place of an earlier value. @throws IllegalArgumentException if it would break the head */
    public Response header(String name, String value) {
        checkOpen();
        head.set(name, value);
        return this;
    }

    /** The status that was or will be sent. */
    public int status() {
        return head.status();
    }

    /** Whether the head has been sent, after which status and headers are final. */
    public boolean committed() {
        return committed;
    }

    private void checkOpen() {
        if (committed) {
            throw new IllegalStateException("the head is sent already");
        }
    }

    /**
     * The body as a blocking stream. The head goes with the first flush (or when the stream's buffer is full), and each
     * flush is sent at once; what fits into the buffer and is never flushed goes with a Content-Length. Writing blocks
     * while the client does not read, and throws once it is gone.
     */
    public OutputStream body() {
        return body;
    }

    /** Sends a whole body with its length, instead of what was written to {@link #body()} and not flushed. */
    public void send(byte[] whole) throws IOException {
        checkOpen();
        if (!head.bodiless()) {
            head.set("Content-Length", Integer.toString(whole.length));
        }
        // What was written and never flushed is superseded: an error found late, for one.
        body.drop();
        commit(whole, 0, whole.length);
        body.close();
    }

    /**
     * Sends a piece of a file as the whole body, instead of what was written to {@link #body()} and not flushed. On a
     * plain connection the bytes do not pass through this process.
     */
    public void send(FileChannel file, long position, long length) throws IOException {
        checkOpen();
        head.set("Content-Length", Long.toString(length));
        body.drop();
        commit(NOTHING, 0, 0);
        if (carriesBody()) {
            wire.send(file, position, length);
            sent = length;
        }
        body.close();
    }

    /**
     * Sends the head as it was set, without any framing, and takes the connection over as a raw stream. The request's
     * body is read to its end first. Nothing may be written to {@link #body()} then. Such a stream may go on for ever, so
     * the calling thread is interrupted as soon as the server closes.
     */
    public Hijacked hijack() throws IOException {
        checkOpen();
        request.body().transferTo(OutputStream.nullOutputStream());
        committed = true;
        hijacked = true;
        Hijacked raw = new Hijacked(wire);
        DisconnectWatch _ = wire.endless().add(Thread.currentThread()); // until the connection ends
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        head.writeTo(bytes);
        wire.write(bytes.toByteArray());
        return raw;
    }

    boolean hijacked() {
        return hijacked;
    }

    /** Whether another request may follow on this connection. */
    boolean lasting() {
        return lasting;
    }

    /** No request can follow: the client is told with the head. */
    void endConnection() {
        lasting = false;
    }

    /** Completes the response after its handler returned. */
    void finish() throws IOException {
        if (hijacked) {
            return;
        }
        body.close();
        String declared = head.get("Content-Length");
        if (carriesBody() && !declared.isEmpty() && !declared.equals(Long.toString(sent))) {
            throw new IOException("the response has " + sent + " bytes where its head promised " + declared);
        }
    }

    /** Sends a piece of the body, and before the first one the head. */
    void sendPiece(byte[] bytes, int offset, int length) throws IOException {
        if (hijacked) {
            throw new IOException("the connection was taken over as a raw stream");
        }
        if (!committed) {
            chooseFraming();
            commit(bytes, offset, length);
        } else if (length > 0 && carriesBody()) {
            wire.write(framed(bytes, offset, length));
        }
    }

    /** Sends the end of the body, together with its only piece where nothing was sent before. */
    void sendLast(byte[] bytes, int offset, int length) throws IOException {
        if (!committed) {
            if (!head.bodiless() && !head.has("Content-Length")) {
                head.set("Content-Length", Integer.toString(length));
            }
            commit(bytes, offset, length);
            return;
        }
        sendPiece(bytes, offset, length);
        if (chunked && carriesBody()) {
            wire.write(Chunks.LAST);
        }
    }

    private void chooseFraming() {
        if (head.bodiless() || head.has("Content-Length")) {
            return;
        }
        if (request.chunkable()) {
            chunked = true;
            head.set("Transfer-Encoding", "chunked");
        } else {
            endConnection();
        }
    }

    private boolean carriesBody() {
        return !head.bodiless() && !request.method().equals("HEAD");
    }

    private void commit(byte[] bytes, int offset, int length) throws IOException {
        lasting = lasting && !request.bodyMalformed() && !head.get("Connection").equalsIgnoreCase("close");
        if (!lasting) {
            head.set("Connection", "close");
        }
        committed = true;
        ByteArrayOutputStream out = new ByteArrayOutputStream(256 + length);
        head.writeTo(out);
        if (length > 0 && carriesBody()) {
            out.writeBytes(framed(bytes, offset, length));
        }
        wire.write(out.toByteArray());
    }

    private byte[] framed(byte[] bytes, int offset, int length) {
        sent += length;
        return chunked ? Chunks.frame(bytes, offset, length) : Arrays.copyOfRange(bytes, offset, offset + length);
    }
}
