package io.djong.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A connection that was taken over: the streams of a container or of a process in it. One thread may read while another
 * writes; closing it ends both.
 */
public final class Attachment implements AutoCloseable {
    private final Exchange exchange;
    private final InputStream output;
    private final OutputStream input;

    Attachment(Exchange exchange, InputStream output, OutputStream input) {
        this.exchange = exchange;
        this.output = output;
        this.input = input;
    }

    /** What the process writes: raw where it has a terminal, otherwise in the frames of {@link Frames}. */
    public InputStream output() {
        return output;
    }

    /** What the process reads. Not buffered. Closing it is the end of the process's input alone: output goes on. */
    public OutputStream input() {
        return input;
    }

    /** Ends the input; where the connection is gone already there is nothing left to end. */
    public void closeInput() {
        try {
            input.close();
        } catch (IOException gone) {
            // Then the process has its end of input, too.
        }
    }

    @Override
    public void close() {
        exchange.close();
    }
}
