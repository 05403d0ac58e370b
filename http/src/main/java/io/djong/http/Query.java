package io.djong.http;

import io.djong.model.error.InvalidArgument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parameters of a query string, decoded as HTML forms are: plus is a space, a name may come more than once. */
public record Query(Map<String, List<String>> parameters) {
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

    /**
     * The fields of a form that came as a body of type {@code application/x-www-form-urlencoded}.
     *
     * @param text a character for each byte
     * @throws InvalidArgument if it has a malformed escape
     */
    public static Query form(String text) {
        try {
            return parse(text);
        } catch (MalformedRequest e) {
            throw new InvalidArgument("malformed form", e);
        }
    }

    public Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    public List<String> all(String name) {
        return parameters.getOrDefault(name, List.of());
    }
}
