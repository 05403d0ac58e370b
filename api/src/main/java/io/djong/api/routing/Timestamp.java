package io.djong.api.routing;

import io.djong.model.error.InvalidArgument;
import io.djong.model.text.Moment;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** The times in queries: seconds since the epoch with an optional fraction, or a date. */
final class Timestamp {
    private Timestamp() {}

    /** Empty for an empty text, which means no limit. */
    static Optional<Instant> parse(String name, String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Instant> moment = Moment.parse(text, ZoneOffset.UTC);
        return Optional.of(
                moment.orElseThrow(() -> new InvalidArgument("invalid value for \"" + name + "\": " + text)));
    }
}
