package io.djong.cli.format;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Sizes and times in words. */
public final class Units {
    private static final String[] DECIMAL = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
    private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final int HOURS_OF_DAY = 24;

    private Units() {}

    /** A size to base 1000 with three digits: {@code 4.27MB}. */
    public static String size(long bytes) {
        return scaled(bytes, 1000, DECIMAL, 3);
    }

    /** A size to base 1024 with four digits: {@code 23.54GiB}. */
    public static String binarySize(long bytes) {
        return scaled(bytes, 1024, BINARY, 4);
    }

    private static String scaled(long bytes, int base, String[] names, int digits) {
        double size = bytes;
        int unit = 0;
        while (size >= base && unit < names.length - 1) {
            size /= base;
            unit++;
        }
        BigDecimal rounded = new BigDecimal(size).round(new MathContext(digits)).stripTrailingZeros();
        return rounded.toPlainString() + names[unit];
    }

    /** A length of time in words, of which only the largest unit is said: {@code About an hour}. */
    public static String duration(long seconds) {
        long minutes = seconds / 60;
        long hours = (seconds + 1800) / 3600;
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
        } else if (hours < 2 * HOURS_OF_DAY) {
            return hours + " hours";
        }
        return days(hours);
    }

    private static String days(long hours) {
        long days = hours / HOURS_OF_DAY;
        if (days < 14) {
            return days + " days";
        } else if (days < 60) {
            return days / 7 + " weeks";
        } else if (days < 730) {
            return days / 30 + " months";
        }
        return days / 365 + " years";
    }

    /** How long ago a moment was. */
    public static String ago(long epochSecond, long nowSecond) {
        return duration(nowSecond - epochSecond) + " ago";
    }

    /** A moment in the local zone: {@code 2026-01-02 15:04:05 +0000 UTC}. */
    public static String moment(long epochSecond) {
        return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss Z z", Locale.ROOT)
                .format(Instant.ofEpochSecond(epochSecond).atZone(ZoneId.systemDefault()));
    }
}
