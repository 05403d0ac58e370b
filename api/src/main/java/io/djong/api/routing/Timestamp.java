package io.djong.api.routing;

import io.djong.model.error.InvalidArgument;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The times in queries: seconds since the epoch with an optional fraction, or RFC 3339. */
final class Timestamp {
    private static final Pattern SECONDS = Pattern.compile("(-?[0-9]{1,12})(?:\\.([0-9]{1,9}))?");

    private Timestamp() {}

    /** Empty for an empty text and for zero, which both mean no limit. */
    static Optional<Instant> parse(String name, String text) {
        if (text.isEmpty() || text.equals("0")) {
            return Optional.empty();
        }
        try {
            Matcher seconds = SECONDS.matcher(text);
            if (!seconds.matches()) {
                return Optional.of(OffsetDateTime.parse(text).toInstant());
            }
            String fraction = seconds.group(2) == null ? "" : seconds.group(2);
            long nanos = Long.parseLong((fraction + "000000000").substring(0, 9));
            return Optional.of(Instant.ofEpochSecond(Long.parseLong(seconds.group(1)), nanos));
        } catch (DateTimeException e) {
            throw new InvalidArgument("invalid value for \"" + name + "\": " + text, e);
        }
    }
}
