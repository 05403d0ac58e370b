package io.djong.distribution.metrics;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** Where a line goes for each request that was answered. */
@FunctionalInterface
public interface AccessLog {
    /** Nowhere. */
    AccessLog NONE = _ -> {};

    void add(Entry entry);

    /** A line for each request. What cannot be written is not told: the log's own failure stops nobody. */
    static AccessLog lines(OutputStream out) {
        PrintStream lines = new PrintStream(out, true, StandardCharsets.UTF_8);
        return entry -> lines.print(entry.line() + "\n");
    }

    /** What is told of a request; none of it is a secret, all of it may come from a client. */
    record Entry(
            Instant time,
            String peer,
            String user,
            String method,
            String path,
            int status,
            long received,
            Duration took,
            String agent) {

        /** As web servers have long written it, and at the end how long it took. */
        public String line() {
            return (peer.isEmpty() ? "-" : peer) + " - " + (user.isEmpty() ? "-" : clean(user)) + " [" + time + "] \""
                    + clean(method) + ' ' + clean(path) + "\" " + status + ' ' + received + " \"" + clean(agent) + "\" "
                    + took.toMillis() + "ms";
        }

        private static String clean(String text) {
            String plain = text.replaceAll("[\\p{Cntrl}\"\\\\]", "?");
            return plain.length() > 512 ? plain.substring(0, 512) + "…" : plain;
        }
    }
}
