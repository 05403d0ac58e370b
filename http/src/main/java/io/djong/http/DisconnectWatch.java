package io.djong.http;

/** While open, interrupts a thread when the client goes away or the server closes; after {@link #close()} no interrupt comes any more. */
public interface DisconnectWatch extends AutoCloseable {
    @Override
    void close();
}
