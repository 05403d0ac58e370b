package io.djong.cli.command;

import io.djong.client.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The ports of a container in one cell: {@code 0.0.0.0:8080->80/tcp}; ports in a row become a range. */
final class PublishedPorts {
    private record Range(long first, long last) {}

    private final Map<String, Range> open = new LinkedHashMap<>();
    private final List<String> ranges = new ArrayList<>();
    private final List<String> mappings = new ArrayList<>();

    private PublishedPorts() {}

    static String format(List<JsonObject> ports) {
        List<JsonObject> sorted = new ArrayList<>(ports);
        sorted.sort(PublishedPorts::compare);
        PublishedPorts published = new PublishedPorts();
        sorted.forEach(published::add);
        published.open.forEach((key, range) -> published.ranges.add(text(key, range)));
        published.ranges.addAll(published.mappings);
        return String.join(", ", published.ranges);
    }

    private static int compare(JsonObject one, JsonObject other) {
        int order = Long.compare(one.number("PrivatePort"), other.number("PrivatePort"));
        if (order == 0) {
            order = one.string("IP").compareTo(other.string("IP"));
        }
        if (order == 0) {
            order = Long.compare(one.number("PublicPort"), other.number("PublicPort"));
        }
        return order == 0 ? one.string("Type").compareTo(other.string("Type")) : order;
    }

    private void add(JsonObject port) {
        String address = port.string("IP");
        long inside = port.number("PrivatePort");
        long outside = port.number("PublicPort");
        String type = port.string("Type");
        String host = address.indexOf(':') >= 0 ? "[" + address + "]" : address;
        if (!address.isEmpty() && outside != inside) {
            mappings.add(host + ":" + outside + "->" + inside + "/" + type);
            return;
        }
        String key = host + "/" + type;
        Range range = open.get(key);
        if (range == null) {
            open.put(key, new Range(inside, inside));
        } else if (inside == range.last + 1) {
            open.put(key, new Range(range.first, inside));
        } else {
            ranges.add(text(key, range));
            open.put(key, new Range(inside, inside));
        }
    }

    private static String text(String key, Range range) {
        int slash = key.lastIndexOf('/');
        String host = key.substring(0, slash);
        String ports = range.first == range.last ? Long.toString(range.first) : range.first + "-" + range.last;
        return (host.isEmpty() ? ports : host + ":" + ports + "->" + ports) + key.substring(slash);
    }
}
