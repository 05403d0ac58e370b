package io.djong.api.routing;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A request's path, and the API version that it asks for. */
public record VersionedPath(ApiVersion version, String path) {
    private static final Pattern PREFIX = Pattern.compile("/v([0-9.]+)(/.*)");

    /** Takes the version off the path. @throws io.djong.model.error.InvalidArgument if it is not served */
    public static VersionedPath parse(String path) {
        Matcher prefix = PREFIX.matcher(path);
        return prefix.matches()
                ? new VersionedPath(ApiVersion.parse(prefix.group(1)), prefix.group(2))
                : new VersionedPath(ApiVersion.NEWEST, path);
    }
}
