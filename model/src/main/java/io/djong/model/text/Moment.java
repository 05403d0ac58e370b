package io.djong.model.text;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Points in time as {@code --since}, {@code --until} and filters name them. */
public final class Moment {
    private static final Pattern SECONDS = Pattern.compile("(-?[0-9]{1,12})(?:\\.([0-9]{1,9}))?");

    private Moment() {}

    /**
     * Seconds since 1970 with an optional fraction, or a date with or without time and zone; empty if the text is none.
     *
     * @param zone the zone of a date without one
     */
    public static Optional<Instant> parse(String text, ZoneId zone) {
        Matcher seconds = SECONDS.matcher(text);
        try {
            return Optional.of(seconds.matches() ? epoch(seconds) : date(text, zone));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** As {@link #parse(String, ZoneId)}, or a length of time before {@code now}. */
    public static Optional<Instant> parse(String text, ZoneId zone, Instant now) {
        Optional<Duration> ago = text.equals("0") ? Optional.empty() : GoDuration.parse(text);
        return ago.isPresent() ? ago.map(now::minus) : parse(text, zone);
    }

    private static Instant epoch(Matcher seconds) {
        String fraction = seconds.group(2) == null ? "" : seconds.group(2);
        long nanos = Long.parseLong((fraction + "000000000").substring(0, 9));
        return Instant.ofEpochSecond(Long.parseLong(seconds.group(1)), nanos);
    }

    private static Instant date(String text, ZoneId zone) {
        int time = text.indexOf('T');
        if (time < 0) {
            return LocalDate.parse(text).atStartOfDay(zone).toInstant();
        }
        boolean zoned = text.endsWith("Z") || text.indexOf('+', time) > 0 || text.indexOf('-', time) > 0;
        return zoned
                ? OffsetDateTime.parse(text).toInstant()
                : LocalDateTime.parse(text).atZone(zone).toInstant();
    }
}
