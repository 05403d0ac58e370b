package io.djong.engine.container;

import io.djong.model.error.InvalidArgument;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ports that a filter of container lists names: {@code 80}, {@code 53/udp}, {@code 8000-8010/tcp}. */
record PortFilter(int first, int last, String protocol) {
    private static final Pattern PORTS = Pattern.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?(?:/([a-z]*))?");
    private static final int LAST = 65535;

    /** @param filter the filter's name, for the words of failures @throws InvalidArgument in Docker's words */
    static PortFilter parse(String filter, String text) {
        if (text.indexOf(':') >= 0) {
            throw new InvalidArgument("filter for '" + filter + "' should not contain ':': " + text);
        }
        Matcher matcher = PORTS.matcher(text);
        if (!matcher.matches()) {
            throw invalid(filter, text, "strconv.ParseUint: parsing \"" + text + "\": invalid syntax");
        }
        int first = Integer.parseInt(matcher.group(1));
        int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
        if (last > LAST) {
            throw invalid(filter, text, "value out of range");
        }
        if (last < first) {
            throw invalid(filter, text, "invalid range specified for port: " + text);
        }
        String protocol = matcher.group(3);
        return new PortFilter(first, last, protocol == null || protocol.isEmpty() ? "tcp" : protocol);
    }

    private static InvalidArgument invalid(String filter, String text, String why) {
        return new InvalidArgument("error while looking up for " + filter + " " + text + ": " + why);
    }

    static List<PortFilter> parse(String filter, List<String> texts) {
        return texts.stream().map(text -> parse(filter, text)).toList();
    }

    boolean includes(int port, String wanted) {
        return first <= port && port <= last && protocol.equals(wanted);
    }
}
