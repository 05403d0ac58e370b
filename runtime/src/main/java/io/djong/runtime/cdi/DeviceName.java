package io.djong.runtime.cdi;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A device's name, as {@code vendor.com/class=device} (CDI specification, "Kind" and "Devices").
 *
 * @param kind vendor and class
 * @param device the name within the kind
 */
public record DeviceName(String kind, String device) {
    private static final String WORD = "[A-Za-z](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?";
    private static final String DEVICE = "[A-Za-z0-9](?:[A-Za-z0-9_.:-]*[A-Za-z0-9])?";

    private static final Pattern KIND_FORM = Pattern.compile(WORD + "/" + WORD);
    private static final Pattern DEVICE_FORM = Pattern.compile(DEVICE);
    private static final Pattern FORM = Pattern.compile("(" + WORD + "/" + WORD + ")=(" + DEVICE + ")");

    /** Reads one; empty if the text is none. */
    public static Optional<DeviceName> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches() ? Optional.of(new DeviceName(matcher.group(1), matcher.group(2))) : Optional.empty();
    }

    static boolean isKind(String text) {
        return KIND_FORM.matcher(text).matches();
    }

    static boolean isDevice(String text) {
        return DEVICE_FORM.matcher(text).matches();
    }

    @Override
    public String toString() {
        return kind + "=" + device;
    }
}
