package io.djong.client;

import java.io.InputStream;

/** An answer that is bytes: the logs of a container. Closing it ends the request. */
public final class ByteAnswer implements AutoCloseable {
    private final Exchange exchange;

    ByteAnswer(Exchange exchange) {
        this.exchange = exchange;
    }

    public InputStream bytes() {
        return exchange.response().body();
    }

    @Override
    public void close() {
        exchange.close();
    }
}
