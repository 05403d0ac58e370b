package io.djong.cli.command;

import io.djong.cli.terminal.Streams;
import io.djong.client.EngineClient;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Map;

/**
 * What a command works with.
 *
 * @param program the words that call the program, for messages
 * @param environment that of the process
 */
public record Session(
        String program, Streams streams, Map<String, String> environment, InstantSource clock, EngineClient client) {

    public Session {
        environment = Map.copyOf(environment);
    }

    public PrintStream out() {
        return streams.out();
    }

    public PrintStream err() {
        return streams.err();
    }

    /** A whole line on standard output. The line's end is the same everywhere. */
    public void line(String text) {
        streams.out().print(text + "\n");
    }

    /** A whole line on standard error. */
    public void complain(String text) {
        streams.err().print(text + "\n");
    }
}
