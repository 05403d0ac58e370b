package io.djong.http;

import io.djong.model.error.InvalidArgument;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** A request: its head, and its body as a blocking stream. Belongs to the thread that handles it. */
public final class Request {
    private final Head head;
    private final BodyInput body;
    private final Wire wire;

    Request(Head head, BodyInput body, Wire wire) {
        this.head = head;
        this.body = body;
        this.wire = wire;
    }

    /** The method as it came. */
    public String method() {
        return head.method();
    }

    /** The path, percent-decoded, without the query. */
    public String path() {
        return head.target().path();
    }

    /** The first value of a query parameter, if it is there at all (it may be empty). */
    public Optional<String> query(String name) {
        return head.target().query().all(name).stream().findFirst();
    }

    /** All values of a query parameter, in their order. */
    public List<String> queries(String name) {
        return head.target().query().all(name);
    }

    /** A header's first value; names match in any case. */
    public Optional<String> header(String name) {
        return head.fields().first(name);
    }

    /** All values of a header; names match in any case. */
    public List<String> headers(String name) {
        return head.fields().all(name);
    }

    /** The address of the client, for people; empty where it came by a unix socket. */
    public String peer() {
        return wire.peer();
    }

    /** True for HTTP/1.1 and later; an older client cannot read a chunked response. */
    boolean chunkable() {
        return head.minor() >= 1;
    }

    /** The value of Content-Length; empty where the body is chunked or there is none. */
    public Optional<Long> contentLength() {
        return body.declaredLength();
    }

    /** True unless the head says that nothing follows it. */
    public boolean hasBody() {
        return body.expected();
    }

    /**
     * The body, de-chunked; reading blocks until the client sends, and asks for it first where the client expects
     * {@code 100-continue}. At its end the stream says -1; when the client cuts it short, it throws; when its framing is
     * malformed, it throws {@link InvalidArgument}.
     */
    public InputStream body() {
        return body;
    }

    /**
     * The whole body.
     *
     * @throws InvalidArgument if it has more than {@code limit} bytes
     */
    public byte[] body(int limit) throws IOException {
        if (body.declaredLength().orElse(0L) > limit) {
            throw tooLarge(limit);
        }
        byte[] bytes = body.readNBytes(limit);
        if (bytes.length == limit && body.read() >= 0) {
            throw tooLarge(limit);
        }
        return bytes;
    }

    private static InvalidArgument tooLarge(int limit) {
        return new InvalidArgument("request body too large: the limit is " + limit + " bytes");
    }

    /**
     * Interrupts the calling thread when the client closes its side of the connection (at once if it already has), as
     * long as the watch is open. For handlers that wait for something else than the client. A client that only ends its
     * sending side counts as gone, as it does for Go's server. The interrupt comes as well as soon as the server closes.
     */
    public DisconnectWatch interruptOnDisconnect() {
        DisconnectWatch client = wire.readAhead().atEnd().add(Thread.currentThread());
        DisconnectWatch server = wire.endless().add(Thread.currentThread());
        return () -> {
            client.close();
            server.close();
        };
    }

    /** Whether the client still waits to be asked for the body. */
    boolean bodyAwaited() {
        return body.awaited();
    }

    /** Whether the body's framing was found broken: no next request can be told from what follows. */
    boolean bodyMalformed() {
        return body.malformed();
    }

    @Override
    public String toString() {
        return method() + " " + path();
    }
}
