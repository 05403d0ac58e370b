package io.djong.cli.command;

import io.djong.model.error.InvalidArgument;
import io.djong.model.text.Moment;
import java.time.Instant;
import java.time.ZoneId;

/** Points in time as {@code --since} and {@code --until} name them. */
final class Moments {
    private static final long NANOS = 1_000_000_000;

    private Moments() {}

    /**
     * The moment as seconds of the epoch with a fraction: from such a number, a length of time before now, or a date
     * with or without time and zone. Nothing for nothing.
     */
    static String parse(String text, Instant now) {
        if (text.isEmpty()) {
            return "";
        }
        return seconds(Moment.parse(text, ZoneId.systemDefault(), now)
                .orElseThrow(() -> new InvalidArgument("failed to parse value as time or duration: \"" + text + "\"")));
    }

    private static String seconds(Instant moment) {
        String fraction = Long.toString(NANOS + moment.getNano()).substring(1);
        return moment.getEpochSecond() + "." + fraction;
    }
}
