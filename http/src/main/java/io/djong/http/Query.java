package io.djong.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parameters of a query string, decoded as HTML forms are: plus is a space, a name may come more than once. */
record Query(Map<String, List<String>> parameters) {
    static final Query EMPTY = new Query(Map.of());

    static Query parse(String text) throws MalformedRequest {
        if (text.isEmpty()) {
            return EMPTY;
        }
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String pair : text.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            parameters
                    .computeIfAbsent(Target.decode(name, true), _ -> new ArrayList<>(1))
                    .add(Target.decode(value, true));
        }
        return new Query(parameters);
    }

    List<String> all(String name) {
        return parameters.getOrDefault(name, List.of());
    }
}
