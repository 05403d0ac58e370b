package io.djong.daemon.config;

import io.djong.model.error.InvalidArgument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Values given for options, each as the text that a command line would have; a map's are {@code name=value}. */
final class Settings {
    private final Map<Option, List<Given>> values = new LinkedHashMap<>();

    /**
     * One value.
     *
     * @param source where it came from, as {@code --mtu} or {@code mtu in /etc/djong/daemon.json}
     */
    private record Given(String value, String source) {
        <T> T parsed(Function<String, T> parser) {
            try {
                return parser.apply(value);
            } catch (InvalidArgument e) {
                throw invalid(e.message(), e);
            } catch (IllegalArgumentException e) {
                throw invalid(String.valueOf(e.getMessage()), e);
            }
        }

        private InvalidArgument invalid(String why, RuntimeException cause) {
            return new InvalidArgument("invalid argument \"" + value + "\" for " + source + ": " + why, cause);
        }
    }

    /** Adds a value. @throws InvalidArgument that names its source if it is not of the option's kind */
    void add(Option option, String value, String source) {
        Given given = new Given(value, source);
        String checked = given.parsed(text -> Values.checked(option, text));
        values.computeIfAbsent(option, o -> new ArrayList<>()).add(new Given(checked, source));
    }

    Set<Option> options() {
        return values.keySet();
    }

    boolean has(Option option) {
        return values.containsKey(option);
    }

    List<String> all(Option option) {
        return all(option, text -> text);
    }

    /** All values. @throws InvalidArgument that names the source of one that the parser refuses */
    <T> List<T> all(Option option, Function<String, T> parser) {
        return values.getOrDefault(option, List.of()).stream()
                .map(given -> given.parsed(parser))
                .toList();
    }

    /** The last value given. */
    Optional<String> last(Option option) {
        return last(option, text -> text);
    }

    /** The last value given. @throws InvalidArgument that names its source if the parser refuses it */
    <T> Optional<T> last(Option option, Function<String, T> parser) {
        return given(option).map(given -> given.parsed(parser));
    }

    boolean isOn(Option option, boolean fallback) {
        return last(option).map(Boolean::parseBoolean).orElse(fallback);
    }

    /** Whether something is asked for: a value that is neither empty nor {@code false}. */
    boolean asksFor(Option option) {
        return last(option)
                .filter(value -> !value.isEmpty() && !value.equals("false"))
                .isPresent();
    }

    /** Where the last value came from, as {@code --mtu}; the flag where there is none. */
    String source(Option option) {
        return given(option).map(Given::source).orElse("--" + option.flag());
    }

    private Optional<Given> given(Option option) {
        List<Given> all = values.getOrDefault(option, List.of());
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    /** Adds what the other has for options that this one lacks. */
    void fillFrom(Settings other) {
        fillFrom(other, option -> true);
    }

    /** Adds what the other has for these options, where this one lacks them. */
    void fillFrom(Settings other, Predicate<Option> which) {
        other.values.forEach((option, list) -> {
            if (which.test(option)) {
                values.computeIfAbsent(option, o -> new ArrayList<>(list));
            }
        });
    }
}
