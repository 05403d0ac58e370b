package io.djong.cli.command;

import io.djong.model.error.InvalidArgument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Conditions as {@code --filter} names them. */
final class Filters {
    private Filters() {}

    /** From {@code name=value} pairs to the values of each name. */
    static Map<String, List<String>> parse(List<String> filters) {
        Map<String, List<String>> byName = new LinkedHashMap<>();
        for (String filter : filters) {
            int equals = filter.indexOf('=');
            if (equals < 0) {
                throw new InvalidArgument("invalid argument \"" + filter
                        + "\" for \"-f, --filter\" flag: invalid filter '" + filter + "'");
            }
            String name = filter.substring(0, equals).strip().toLowerCase(Locale.ROOT);
            byName.computeIfAbsent(name, each -> new ArrayList<>())
                    .add(filter.substring(equals + 1).strip());
        }
        return byName;
    }
}
