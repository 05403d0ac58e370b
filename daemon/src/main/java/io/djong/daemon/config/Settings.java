package io.djong.daemon.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Values given for options, each as the texts that a command line would have; a map's are {@code name=value}. */
final class Settings {
    private final Map<Option, List<String>> values = new LinkedHashMap<>();

    void add(Option option, String value) {
        values.computeIfAbsent(option, o -> new ArrayList<>()).add(value);
    }

    Set<Option> options() {
        return values.keySet();
    }

    boolean has(Option option) {
        return values.containsKey(option);
    }

    List<String> all(Option option) {
        return List.copyOf(values.getOrDefault(option, List.of()));
    }

    /** The last value given. */
    Optional<String> last(Option option) {
        List<String> all = values.getOrDefault(option, List.of());
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    boolean isOn(Option option, boolean fallback) {
        return last(option).map(Boolean::parseBoolean).orElse(fallback);
    }

    /** Adds what the other has for options that this one lacks. */
    void fillFrom(Settings other) {
        other.values.forEach((option, list) -> values.computeIfAbsent(option, o -> new ArrayList<>(list)));
    }
}
