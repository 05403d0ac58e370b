package io.djong.api.routing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A path with variables, as {@code /containers/{id}/json}. A variable takes one segment; {@code {name...}} takes one or
 * more, so that image names may have slashes. There is at most one of the latter in a pattern.
 */
record PathPattern(List<String> segments) {
    static PathPattern of(String text) {
        return new PathPattern(split(text));
    }

    /** The segments after the leading slash; an empty last one, after a slash at the end, counts. */
    static List<String> split(String path) {
        return List.of(path.substring(path.startsWith("/") ? 1 : 0).split("/", -1));
    }

    String first() {
        return segments.getFirst();
    }

    /** The variables' values, if the path fits. */
    Optional<Map<String, String>> match(List<String> path) {
        int extra = path.size() - segments.size();
        if (extra < 0) {
            return Optional.empty();
        }
        Map<String, String> variables = new LinkedHashMap<>();
        int at = 0;
        for (String segment : segments) {
            int width = segment.endsWith("...}") ? 1 + extra : 1;
            if (at + width > path.size()) {
                return Optional.empty();
            }
            String value = String.join("/", path.subList(at, at + width));
            at += width;
            if (!segment.startsWith("{")) {
                if (!segment.equals(value)) {
                    return Optional.empty();
                }
            } else if (value.isEmpty()) {
                return Optional.empty();
            } else {
                variables.put(nameOf(segment), value);
            }
        }
        return at == path.size() ? Optional.of(variables) : Optional.empty();
    }

    private static String nameOf(String variable) {
        int end = variable.endsWith("...}") ? variable.length() - 4 : variable.length() - 1;
        return variable.substring(1, end);
    }
}
