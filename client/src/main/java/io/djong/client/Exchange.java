package io.djong.client;

import io.djong.client.http.HttpConnection;
import io.djong.client.http.HttpResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/** An answer with the connection it comes on. Closing it ends the connection, unless the answer was finished. */
final class Exchange implements AutoCloseable {
    private static final int MAX_REST = 64 << 10;

    private final Transport transport;
    private final HttpConnection connection;
    private final HttpResponse response;
    private final AtomicBoolean done = new AtomicBoolean();

    Exchange(Transport transport, HttpConnection connection, HttpResponse response) {
        this.transport = transport;
        this.connection = connection;
        this.response = response;
    }

    HttpConnection connection() {
        return connection;
    }

    HttpResponse response() {
        return response;
    }

    /** Reads what is left of an answer that has an end, so that the connection can serve the next request. */
    void finish() throws IOException {
        byte[] rest = response.body().readNBytes(MAX_REST);
        boolean framed = response.headers().containsKey("content-length")
                || !response.header("transfer-encoding").isEmpty()
                || response.status() == 204;
        boolean reusable = framed
                && rest.length < MAX_REST
                && !response.header("connection").equalsIgnoreCase("close");
        if (reusable && done.compareAndSet(false, true)) {
            transport.release(connection);
        }
    }

    @Override
    public void close() {
        if (done.compareAndSet(false, true)) {
            Transport.discard(connection);
        }
    }
}
