package io.djong.daemon;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The daemon's log on standard error, in the form that dockerd's readers know: {@code time=… level=… msg=…}. */
final class DaemonLog {
    /** Kept, because the log manager holds loggers weakly. */
    private static final Logger ROOT = Logger.getLogger("");

    private static final Logger OWN = Logger.getLogger("io.djong");

    private DaemonLog() {}

    static void configure(PrintStream out, boolean debug) {
        for (Handler handler : ROOT.getHandlers()) {
            ROOT.removeHandler(handler);
        }
        ROOT.addHandler(new Lines(out));
        ROOT.setLevel(Level.INFO);
        tellDetails(debug);
    }

    /** Whether what helps to find errors is told too. */
    static void tellDetails(boolean debug) {
        OWN.setLevel(debug ? Level.FINE : Level.INFO);
    }

    private static final class Lines extends Handler {
        private final PrintStream out;
        private final Formatter text = new Formatter() {
            @Override
            public String format(LogRecord record) {
                return formatMessage(record);
            }
        };

        Lines(PrintStream out) {
            this.out = out;
        }

        @Override
        public void publish(LogRecord record) {
            StringBuilder line = new StringBuilder(160);
            line.append("time=\"")
                    .append(record.getInstant())
                    .append("\" level=")
                    .append(word(record.getLevel()));
            line.append(" msg=").append(quoted(text.format(record)));
            Throwable thrown = record.getThrown();
            if (thrown != null) {
                StringWriter trace = new StringWriter();
                thrown.printStackTrace(new PrintWriter(trace));
                line.append(" error=").append(quoted(trace.toString()));
            }
            out.println(line);
        }

        private static String word(Level level) {
            if (level.intValue() >= Level.SEVERE.intValue()) {
                return "error";
            }
            if (level.intValue() >= Level.WARNING.intValue()) {
                return "warning";
            }
            return level.intValue() >= Level.INFO.intValue() ? "info" : "debug";
        }

        private static String quoted(String text) {
            return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
        }

        @Override
        public void flush() {
            out.flush();
        }

        @Override
        public void close() {
            out.flush();
        }
    }
}
