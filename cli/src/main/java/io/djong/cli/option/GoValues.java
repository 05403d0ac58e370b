package io.djong.cli.option;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** The forms in which Docker's users write values: those of Go's parsers. */
public final class GoValues {
    private static final String BYTE_UNITS = "bkmgtp";
    private static final long MICROSECOND = 1_000;

    private GoValues() {}

    public static Optional<Boolean> parseBool(String text) {
        return switch (text) {
            case "1", "t", "T", "true", "TRUE", "True" -> Optional.of(true);
            case "0", "f", "F", "false", "FALSE", "False" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    public static OptionalLong parseLong(String text) {
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** A size with a unit to base 1024: {@code 64m}, {@code 1.5GiB}, {@code 1024}; -1 passes. */
    public static OptionalLong parseBytes(String text) {
        String lower = text.toLowerCase(Locale.ROOT).strip();
        int end = 0;
        while (end < lower.length() && (Character.isDigit(lower.charAt(end)) || ".-".indexOf(lower.charAt(end)) >= 0)) {
            end++;
        }
        String unit = lower.substring(end).strip();
        int power = unit.isEmpty() ? 0 : BYTE_UNITS.indexOf(unit.charAt(0));
        String rest = unit.isEmpty() ? "" : unit.substring(1);
        if (power < 0 || !(rest.isEmpty() || (power > 0 && (rest.equals("b") || rest.equals("ib"))))) {
            return OptionalLong.empty();
        }
        try {
            double size = Double.parseDouble(lower.substring(0, end));
            return OptionalLong.of((long) (size * (1L << (10 * power))));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** A length of time as Go writes it, {@code 1h30m}, {@code 250ms}, {@code -1.5s}, in nanoseconds. */
    public static OptionalLong parseDuration(String text) {
        boolean negative = text.startsWith("-");
        String left = negative || text.startsWith("+") ? text.substring(1) : text;
        if (left.equals("0")) {
            return OptionalLong.of(0);
        }
        if (left.isEmpty()) {
            return OptionalLong.empty();
        }
        double total = 0;
        while (!left.isEmpty()) {
            int digits = 0;
            while (digits < left.length() && (Character.isDigit(left.charAt(digits)) || left.charAt(digits) == '.')) {
                digits++;
            }
            int unit = digits;
            while (unit < left.length() && !Character.isDigit(left.charAt(unit)) && left.charAt(unit) != '.') {
                unit++;
            }
            long scale = scale(left.substring(digits, unit));
            if (scale == 0 || digits == 0) {
                return OptionalLong.empty();
            }
            try {
                total += Double.parseDouble(left.substring(0, digits)) * scale;
            } catch (NumberFormatException e) {
                return OptionalLong.empty();
            }
            left = left.substring(unit);
        }
        return OptionalLong.of((long) (negative ? -total : total));
    }

    private static long scale(String unit) {
        return switch (unit) {
            case "ns" -> 1;
            case "us", "µs", "μs" -> MICROSECOND;
            case "ms" -> 1_000 * MICROSECOND;
            case "s" -> 1_000_000 * MICROSECOND;
            case "m" -> 60_000_000 * MICROSECOND;
            case "h" -> 3_600_000_000L * MICROSECOND;
            default -> 0;
        };
    }
}
