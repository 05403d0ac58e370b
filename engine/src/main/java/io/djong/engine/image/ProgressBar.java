package io.djong.engine.image;

import io.djong.model.text.ByteSize;
import java.util.Locale;

/** The bar that Docker's daemon sends beside the figures, for clients that draw none: 50 columns and the sizes. */
public final class ProgressBar {
    private static final int COLUMNS = 50;

    private ProgressBar() {}

    /** Draws it; a total of 0 is not known, and then there are only figures. */
    public static String draw(long current, long total) {
        if (total <= 0 || current > total) {
            return String.format(Locale.ROOT, "%8s", size(current));
        }
        int filled = (int) (current * COLUMNS / total);
        return "[" + "=".repeat(filled) + ">" + " ".repeat(COLUMNS - filled) + "] "
                + String.format(Locale.ROOT, "%8s/%s", size(current), size(total));
    }

    private static String size(long bytes) {
        return ByteSize.decimal(bytes, 4);
    }
}
