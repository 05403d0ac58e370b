package io.djong.engine.image;

import java.util.Locale;

/** The bar that Docker's daemon sends beside the figures, for clients that draw none: 50 columns and the sizes. */
final class ProgressBar {
    private static final int COLUMNS = 50;
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

    private ProgressBar() {}

    /** Draws it; a total of 0 is not known, and then there are only figures. */
    static String draw(long current, long total) {
        if (total <= 0 || current > total) {
            return String.format(Locale.ROOT, "%8s", size(current));
        }
        int filled = (int) (current * COLUMNS / total);
        return "[" + "=".repeat(filled) + ">" + " ".repeat(COLUMNS - filled) + "] "
                + String.format(Locale.ROOT, "%8s/%s", size(current), size(total));
    }

    /** Bytes with a decimal unit and four significant digits: {@code 2.213MB}. */
    static String size(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1000 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return significant(value) + UNITS[unit];
    }

    private static String significant(double value) {
        int decimals = value < 10 ? 3 : value < 100 ? 2 : value < 1000 ? 1 : 0;
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        return text.indexOf('.') < 0 ? text : text.replaceAll("\\.?0+$", "");
    }
}
