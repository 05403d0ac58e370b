package io.djong.model.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.OptionalLong;

/** Numbers of bytes as Docker's go-units reads and writes them. */
public final class ByteSize {
    private static final String PREFIXES = "kmgtp";
    private static final String[] DECIMAL = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
    private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private ByteSize() {}

    /** A size whose units are to base 1024, {@code 64m}, {@code 1.5GiB}, {@code 1024}; empty if the text is none. */
    public static OptionalLong parseBinary(String text) {
        return parse(text, 1024);
    }

    /** A size whose units are to base 1000; empty if the text is none. */
    public static OptionalLong parseDecimal(String text) {
        return parse(text, 1000);
    }

    /** In units to base 1000: {@code 4.27MB} with three digits. */
    public static String decimal(long bytes, int digits) {
        return scaled(bytes, 1000, DECIMAL, digits);
    }

    /** In units to base 1024 with four digits: {@code 23.54GiB}. */
    public static String binary(long bytes) {
        return scaled(bytes, 1024, BINARY, 4);
    }

    private static OptionalLong parse(String text, int base) {
        int end = text.length();
        while (end > 0 && Character.isLetter(text.charAt(end - 1))) {
            end--;
        }
        int power = power(text.substring(end).toLowerCase(Locale.ROOT));
        return power < 0 ? OptionalLong.empty() : times(text.substring(0, end), Math.pow(base, power));
    }

    /** Of which power of the base a unit is, {@code m}, {@code mb} and {@code mib} alike; -1 if it is none. */
    private static int power(String unit) {
        if (unit.isEmpty() || unit.equals("b")) {
            return 0;
        }
        int prefix = PREFIXES.indexOf(unit.charAt(0));
        return switch (unit.substring(1)) {
            case "", "b", "ib" -> prefix < 0 ? -1 : prefix + 1;
            default -> -1;
        };
    }

    private static OptionalLong times(String number, double scale) {
        try {
            double size = Double.parseDouble(number) * scale;
            return size >= 0 && size < Long.MAX_VALUE ? OptionalLong.of((long) size) : OptionalLong.empty();
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    private static String scaled(long bytes, int base, String[] units, int digits) {
        double size = bytes;
        int unit = 0;
        while (size >= base && unit < units.length - 1) {
            size /= base;
            unit++;
        }
        BigDecimal rounded = new BigDecimal(size).round(new MathContext(digits)).stripTrailingZeros();
        return rounded.toPlainString() + units[unit];
    }
}
