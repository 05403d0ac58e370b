package io.djong.http;

/** A request that is not HTTP as this server speaks it; answered with its status, and the connection is closed. */
final class MalformedRequest extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    MalformedRequest(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
