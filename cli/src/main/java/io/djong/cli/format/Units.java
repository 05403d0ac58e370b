package io.djong.cli.format;

import io.djong.model.text.HumanDuration;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Sizes and times in words. */
public final class Units {
    private Units() {}

    /** How long ago a moment was. */
    public static String ago(long epochSecond, long nowSecond) {
        return HumanDuration.of(Duration.ofSeconds(nowSecond - epochSecond)) + " ago";
    }

    /** A moment in the local zone: {@code 2026-01-02 15:04:05 +0000 UTC}. */
    public static String moment(long epochSecond) {
        return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss Z z", Locale.ROOT)
                .format(Instant.ofEpochSecond(epochSecond).atZone(ZoneId.systemDefault()));
    }
}
