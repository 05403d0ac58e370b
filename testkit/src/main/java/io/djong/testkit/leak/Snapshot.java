package io.djong.testkit.leak;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is there at one moment.
 *
 * @param sections by kind (mounts, links, …) the things of that kind; a thing may be listed more than once
 */
record Snapshot(Map<String, List<String>> sections) {
    /** The kind whose things come and go: idle connections, wake-up pipes made on first use. */
    static final String NAMELESS = "descriptors without a name";

    private static final int NAMELESS_SLACK = 8;

    Snapshot {
        sections = Map.copyOf(sections);
    }

    /** The things that are here and were not in {@code before}, by kind; kinds without any are left out. */
    Map<String, List<String>> since(Snapshot before) {
        Map<String, List<String>> added = new LinkedHashMap<>();
        sections.keySet().stream().sorted().forEach(kind -> {
            List<String> more = new ArrayList<>(sections.get(kind));
            before.sections().getOrDefault(kind, List.of()).forEach(more::remove);
            if (more.size() > (kind.equals(NAMELESS) ? NAMELESS_SLACK : 0)) {
                added.put(kind, more);
            }
        });
        return added;
    }
}
