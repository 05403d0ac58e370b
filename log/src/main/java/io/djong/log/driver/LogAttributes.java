package io.djong.log.driver;

import io.djong.model.error.InvalidArgument;
import io.djong.model.text.ClientPattern;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The labels and variables of a container that its log's entries are to carry, by the options that select them. */
final class LogAttributes {
    private final Map<String, String> options;
    private final String prefix;

    /** @param prefix what stands before the options' names */
    LogAttributes(Map<String, String> options, String prefix) {
        this.options = options;
        this.prefix = prefix;
    }

    /** @throws InvalidArgument if a regular expression is none */
    void check() {
        for (String option : List.of("labels-regex", "env-regex")) {
            if (!value(option).isEmpty()) {
                pattern(option);
            }
        }
    }

    /** @param naming makes the attribute's name of the label's or variable's */
    Map<String, String> of(LogSubject subject, UnaryOperator<String> naming) {
        Map<String, String> attributes = new TreeMap<>();
        collect("labels", subject.labels(), naming, attributes);
        collect("env", subject.environment(), naming, attributes);
        return attributes;
    }

    private void collect(
            String option, Map<String, String> from, UnaryOperator<String> naming, Map<String, String> into) {
        for (String name : value(option).split(",", -1)) {
            String value = from.get(name);
            if (value != null) {
                into.put(naming.apply(name), value);
            }
        }
        if (!value(option + "-regex").isEmpty()) {
            ClientPattern pattern = pattern(option + "-regex");
            from.forEach((name, value) -> {
                if (pattern.isFoundIn(name)) {
                    into.put(naming.apply(name), value);
                }
            });
        }
    }

    private ClientPattern pattern(String option) {
        return ClientPattern.compile(value(option));
    }

    private String value(String option) {
        return options.getOrDefault(prefix + option, "");
    }
}
