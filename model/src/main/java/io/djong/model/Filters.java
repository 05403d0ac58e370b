package io.djong.model;

import io.djong.model.error.InvalidArgument;
import io.djong.model.text.Moment;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The {@code filters} of list, prune and events requests: values by key. Values of one key are alternatives, keys add
 * up; labels are the exception, of which all must hold.
 */
public record Filters(Map<String, Set<String>> values) {
    public static final Filters NONE = new Filters(Map.of());

    public Filters {
        Map<String, Set<String>> copy = new LinkedHashMap<>();
        values.forEach((key, set) -> copy.put(key, new LinkedHashSet<>(set)));
        values = java.util.Collections.unmodifiableMap(copy);
    }

    public static Filters of(String key, String value) {
        return new Filters(Map.of(key, Set.of(value)));
    }

    /** The values of a key, in the order given; empty where the key is absent. */
    public List<String> get(String key) {
        return List.copyOf(values.getOrDefault(key, Set.of()));
    }

    public boolean has(String key) {
        return values.containsKey(key);
    }

    /** Whether the key is absent or one of its values satisfies the predicate. */
    public boolean any(String key, Predicate<String> predicate) {
        Set<String> set = values.get(key);
        return set == null || set.isEmpty() || set.stream().anyMatch(predicate);
    }

    /** Whether the labels satisfy every {@code key} and {@code key=value} under the filter named. */
    public boolean labels(String filter, Map<String, String> labels) {
        return values.getOrDefault(filter, Set.of()).stream().allMatch(wanted -> {
            int equals = wanted.indexOf('=');
            return equals < 0
                    ? labels.containsKey(wanted)
                    : wanted.substring(equals + 1).equals(labels.get(wanted.substring(0, equals)));
        });
    }

    /** Whether labels satisfy the filter of their name, and do not satisfy the one with {@code !} after it. */
    public boolean labels(Map<String, String> labels) {
        return labels("label", labels) && !(has("label!") && labels("label!", labels));
    }

    /**
     * The filter {@code until}: a point in time, or a length of time before {@code now}; empty where it is absent.
     *
     * @throws InvalidArgument if it is neither, or there are several
     */
    public Optional<Instant> until(Instant now) {
        List<String> values = get("until");
        if (values.size() > 1) {
            throw new InvalidArgument("more than one until filter specified");
        }
        return values.stream()
                .findFirst()
                .map(text -> Moment.parse(text, ZoneOffset.UTC, now)
                        .orElseThrow(() ->
                                new InvalidArgument("failed to parse value as time or duration: \"" + text + "\"")));
    }

    /** These filters. @throws InvalidArgument if a key is not among those known */
    public Filters requireKnown(Set<String> known) {
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                throw new InvalidArgument("invalid filter '" + key + "'");
            }
        }
        return this;
    }
}
