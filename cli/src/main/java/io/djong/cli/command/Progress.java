package io.djong.cli.command;

import io.djong.client.Messages;
import io.djong.client.json.JsonObject;
import io.djong.model.text.ByteSize;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Shows the messages of a pull or an import: on a terminal a line for each layer, written over as it goes on; elsewhere
 * a line for each step, without the counts in between.
 */
final class Progress {
    private enum Style {
        SILENT,
        LINES,
        TERMINAL
    }

    private static final int BAR = 50;
    private static final int DIGITS = 4;

    private final Style style;
    private final Optional<PrintStream> out;
    /** The line, from the top, of each layer on the terminal. */
    private final Map<String, Integer> lines = new HashMap<>();

    private Progress(Style style, Optional<PrintStream> out) {
        this.style = style;
        this.out = out;
    }

    static Progress silent() {
        return new Progress(Style.SILENT, Optional.empty());
    }

    static Progress on(PrintStream out, boolean terminal) {
        return new Progress(terminal ? Style.TERMINAL : Style.LINES, Optional.of(out));
    }

    /** Shows all of them and closes the stream. An error in it is thrown as {@link CommandFailure}'s kin. */
    void show(Messages messages) {
        try (messages) {
            for (Optional<JsonObject> message = messages.nextProgress();
                    message.isPresent();
                    message = messages.nextProgress()) {
                JsonObject each = message.get();
                out.ifPresent(stream -> show(stream, each));
            }
        }
        out.ifPresent(PrintStream::flush);
    }

    private void show(PrintStream stream, JsonObject message) {
        String text = message.string("stream");
        if (!text.isEmpty()) {
            stream.print(text);
            return;
        }
        String id = message.string("id");
        String line = (id.isEmpty() ? "" : id + ": ") + message.string("status");
        String counts = counts(message.object("progressDetail"));
        if (style == Style.TERMINAL) {
            onTerminal(stream, id, counts.isEmpty() ? line : line + " " + counts);
        } else if (counts.isEmpty()) {
            stream.print(line + "\n");
        }
    }

    private void onTerminal(PrintStream stream, String id, String line) {
        if (id.isEmpty()) {
            lines.clear();
            stream.print(line + "\n");
            stream.flush();
            return;
        }
        Integer known = lines.get(id);
        if (known == null) {
            lines.put(id, lines.size());
            stream.print(line + "\n");
        } else {
            int up = lines.size() - known;
            stream.print("\u001b[" + up + "A\r\u001b[2K" + line + "\r\u001b[" + up + "B");
        }
        stream.flush();
    }

    private static String counts(JsonObject detail) {
        long current = detail.number("current");
        long total = detail.number("total");
        if (current <= 0 && total <= 0) {
            return "";
        }
        if (total <= 0 || current > total) {
            return ByteSize.decimal(current, DIGITS);
        }
        int done = (int) (current * BAR / total);
        String head = done == BAR ? "=" : ">";
        String bar = "=".repeat(Math.max(0, done - 1)) + (done > 0 ? head : ">");
        return "[" + bar + " ".repeat(BAR - Math.max(1, done)) + "]  " + ByteSize.decimal(current, DIGITS) + "/"
                + ByteSize.decimal(total, DIGITS);
    }
}
