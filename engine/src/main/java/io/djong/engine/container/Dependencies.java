package io.djong.engine.container;

import io.djong.model.container.HostConfig;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The containers that a container needs for its start. */
final class Dependencies {
    private Dependencies() {}

    /** Those whose namespaces it joins, as it calls them, and those to which it is linked, by their ids. */
    static List<String> of(ContainerRecord record) {
        HostConfig host = record.host();
        Stream<String> joined = Stream.of(host.networkMode(), host.ipcMode(), host.pidMode())
                .map(NamespaceOwner::of)
                .flatMap(Optional::stream);
        Stream<String> linked =
                record.ties().links().stream().map(link -> link.target().value());
        return Stream.concat(joined, linked).distinct().toList();
    }
}
