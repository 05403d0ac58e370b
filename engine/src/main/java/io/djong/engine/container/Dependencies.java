package io.djong.engine.container;

import io.djong.model.container.HostConfig;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The containers that a container needs for its start, by what its configuration calls them. */
final class Dependencies {
    private static final String CONTAINER = "container:";

    private Dependencies() {}

    /** Those whose namespaces it joins, and those to which it is linked. */
    static List<String> of(HostConfig host) {
        Stream<String> joined = Stream.of(host.networkMode(), host.ipcMode(), host.pidMode())
                .filter(mode -> mode.startsWith(CONTAINER))
                .map(mode -> mode.substring(CONTAINER.length()));
        Stream<String> linked = Optional.ofNullable(host.links()).stream()
                .flatMap(List::stream)
                .map(link -> link.substring(0, link.indexOf(':') < 0 ? link.length() : link.indexOf(':')));
        return Stream.concat(joined, linked).distinct().toList();
    }
}
