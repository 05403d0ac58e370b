package io.djong.api.routing;

import io.djong.model.error.InvalidArgument;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of the Engine API, as in the path {@code /v1.41/…}. */
public record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {
    /** The oldest that is served. */
    public static final ApiVersion OLDEST = new ApiVersion(1, 24);

    /** The newest that is served, which is also meant where the path names none. */
    public static final ApiVersion NEWEST = new ApiVersion(1, 51);

    private static final Comparator<ApiVersion> ORDER =
            Comparator.comparingInt(ApiVersion::major).thenComparingInt(ApiVersion::minor);
    private static final Pattern FORM = Pattern.compile("([0-9]{1,4})(?:\\.([0-9]{1,4}))?");

    /** Parses {@code 1.41}. @throws InvalidArgument if it is no version, or not one that is served */
    public static ApiVersion parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new InvalidArgument("malformed API version \"" + text + "\"");
        }
        String minor = form.group(2);
        ApiVersion version =
                new ApiVersion(Integer.parseInt(form.group(1)), minor == null ? 0 : Integer.parseInt(minor));
        if (version.before(OLDEST)) {
            throw new InvalidArgument("client version " + text + " is too old. Minimum supported API version is "
                    + OLDEST + ", please upgrade your client to a newer version");
        }
        if (NEWEST.before(version)) {
            throw new InvalidArgument(
                    "client version " + text + " is too new. Maximum supported API version is " + NEWEST);
        }
        return version;
    }

    public boolean before(ApiVersion other) {
        return compareTo(other) < 0;
    }

    public boolean before(int otherMajor, int otherMinor) {
        return before(new ApiVersion(otherMajor, otherMinor));
    }

    public boolean atLeast(int otherMajor, int otherMinor) {
        return !before(otherMajor, otherMinor);
    }

    @Override
    public int compareTo(ApiVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
