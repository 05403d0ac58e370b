package io.djong.model.text;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/** Lengths of time as Go writes them: {@code 1h30m}, {@code 1.5s}, {@code -300ms} (Go's {@code time.ParseDuration}). */
public final class GoDuration {
    private static final BigDecimal LONGEST = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final int LONGEST_NUMBER = 40;

    private GoDuration() {}

    /** The length, which may be negative; empty if the text is none, or too long for a 64-bit count of nanoseconds. */
    public static Optional<Duration> parse(String text) {
        boolean negative = text.startsWith("-");
        String rest = negative || text.startsWith("+") ? text.substring(1) : text;
        if (rest.equals("0")) {
            return Optional.of(Duration.ZERO);
        }
        BigDecimal nanos = BigDecimal.ZERO;
        int at = 0;
        while (at < rest.length()) {
            int unit = endOf(rest, at, true);
            int next = endOf(rest, unit, false);
            long scale = scale(rest.substring(unit, next));
            if (scale == 0 || !isNumber(rest, at, unit)) {
                return Optional.empty();
            }
            nanos = nanos.add(new BigDecimal(rest.substring(at, unit)).multiply(BigDecimal.valueOf(scale)));
            at = next;
        }
        if (rest.isEmpty() || nanos.compareTo(LONGEST) > 0) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofNanos(negative ? -nanos.longValue() : nanos.longValue()));
    }

    /** The text that Go prints: {@code 1h0m0s}, {@code 1.5s}, {@code 20ms}, {@code 0s}. */
    public static String text(Duration length) {
        if (length.isNegative()) {
            return "-" + text(length.negated());
        }
        if (length.compareTo(Duration.ofSeconds(1)) < 0) {
            return fraction(length.toNanosPart());
        }
        long hours = length.toHours();
        String minutes = length.toMinutes() > 0 ? length.toMinutesPart() + "m" : "";
        String seconds = decimal(length.toSecondsPart() * 1_000_000_000L + length.toNanosPart(), 9) + "s";
        return (hours > 0 ? hours + "h" : "") + minutes + seconds;
    }

    private static String fraction(int nanos) {
        if (nanos == 0) {
            return "0s";
        }
        if (nanos < 1_000) {
            return nanos + "ns";
        }
        return nanos < 1_000_000 ? decimal(nanos, 3) + "µs" : decimal(nanos, 6) + "ms";
    }

    private static String decimal(long number, int places) {
        return BigDecimal.valueOf(number, places).stripTrailingZeros().toPlainString();
    }

    /** Where the run of digits and points, or of anything else, ends that begins there. */
    private static int endOf(String text, int start, boolean numeric) {
        int end = start;
        while (end < text.length() && (isDigit(text.charAt(end)) || text.charAt(end) == '.') == numeric) {
            end++;
        }
        return end;
    }

    /** At least one digit, and a point at most. */
    private static boolean isNumber(String text, int start, int end) {
        int point = text.indexOf('.', start);
        int points = point < 0 || point >= end ? 0 : 1;
        boolean another = points == 1 && text.substring(point + 1, end).indexOf('.') >= 0;
        return end - start > points && end - start <= LONGEST_NUMBER && !another;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static long scale(String unit) {
        return switch (unit) {
            case "ns" -> 1L;
            case "us", "µs", "μs" -> 1_000L;
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            default -> 0L;
        };
    }
}
