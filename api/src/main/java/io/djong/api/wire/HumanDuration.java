package io.djong.api.wire;

import java.time.Duration;

/** A duration in the rough words of Docker's listings. */
final class HumanDuration {
    private HumanDuration() {}

    static String of(Duration duration) {
        long seconds = duration.toSeconds();
        long minutes = duration.toMinutes();
        long hours = Math.round(duration.toMillis() / 3_600_000.0);
        if (seconds < 1) {
            return "Less than a second";
        } else if (seconds == 1) {
            return "1 second";
        } else if (seconds < 60) {
            return seconds + " seconds";
        } else if (minutes == 1) {
            return "About a minute";
        } else if (minutes < 60) {
            return minutes + " minutes";
        } else if (hours == 1) {
            return "About an hour";
        } else if (hours < 48) {
            return hours + " hours";
        }
        return ofDays(hours);
    }

    private static String ofDays(long hours) {
        long days = hours / 24;
        if (days < 14) {
            return days + " days";
        } else if (days < 60) {
            return days / 7 + " weeks";
        } else if (days < 730) {
            return days / 30 + " months";
        }
        return days / 365 + " years";
    }
}
