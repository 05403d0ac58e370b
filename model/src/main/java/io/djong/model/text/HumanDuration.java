package io.djong.model.text;

import java.time.Duration;

/** Lengths of time in the rough words of Docker's listings, of which only the largest unit is said. */
public final class HumanDuration {
    private static final long SECONDS_OF_HOUR = 3600;

    private HumanDuration() {}

    /** In words: {@code About an hour}. */
    public static String of(Duration duration) {
        long seconds = duration.toSeconds();
        long minutes = duration.toMinutes();
        long hours = (seconds + SECONDS_OF_HOUR / 2) / SECONDS_OF_HOUR;
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
        return ofDays(hours / 24);
    }

    private static String ofDays(long days) {
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
