package io.djong.cli.command;

import io.djong.cli.option.GoValues;
import io.djong.model.error.InvalidArgument;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.OptionalLong;

/** Points in time as {@code --since} and {@code --until} name them. */
final class Moments {
    private static final long NANOS = 1_000_000_000;

    private Moments() {}

    /**
     * The moment as seconds of the epoch with a fraction: from such a number, a length of time before now, or a date
     * with or without time and zone. Nothing for nothing.
     */
    static String parse(String text, Instant now) {
        if (text.isEmpty() || isSeconds(text)) {
            return text;
        }
        OptionalLong ago = GoValues.parseDuration(text);
        if (ago.isPresent()) {
            return seconds(now.minusNanos(ago.getAsLong()));
        }
        try {
            return seconds(date(text));
        } catch (DateTimeException e) {
            throw new InvalidArgument("failed to parse value as time or duration: \"" + text + "\"", e);
        }
    }

    private static boolean isSeconds(String text) {
        return text.chars().allMatch(c -> Character.isDigit(c) || c == '.');
    }

    private static Instant date(String text) {
        ZoneId zone = ZoneId.systemDefault();
        int time = text.indexOf('T');
        if (time < 0) {
            return LocalDate.parse(text).atStartOfDay(zone).toInstant();
        }
        boolean zoned = text.endsWith("Z") || text.indexOf('+', time) > 0 || text.indexOf('-', time) > 0;
        return zoned
                ? OffsetDateTime.parse(text).toInstant()
                : LocalDateTime.parse(text).atZone(zone).toInstant();
    }

    private static String seconds(Instant moment) {
        String fraction = Long.toString(NANOS + moment.getNano()).substring(1);
        return moment.getEpochSecond() + "." + fraction;
    }
}
