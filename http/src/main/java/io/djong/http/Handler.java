package io.djong.http;

import java.io.IOException;

/**
 * Answers requests. Called on a virtual thread of the connection's own, one request of a connection at a time, so it may
 * block; different connections call at the same time.
 *
 * <p>When it returns, the response is completed (an empty one where nothing was written). When it throws before the
 * response's head is sent, the client gets a 500; afterwards the connection is cut, so that the client sees that the
 * body is not whole. An interrupt means that the client went away (see {@link Request#interruptOnDisconnect()}) or that
 * the server closes.
 */
@FunctionalInterface
public interface Handler {
    void handle(Request request, Response response) throws IOException, InterruptedException;
}
