package io.djong.engine.container;

import io.djong.model.container.HostConfig;
import io.djong.model.error.Internal;
import io.djong.model.error.InvalidArgument;
import io.djong.model.error.NotFound;
import io.djong.model.network.EndpointSettings;
import io.djong.network.Endpoint;
import io.djong.network.Ipv4;
import io.djong.network.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Docker's links ({@code --link}): on the default bridge a container knows others by names in its hosts file and by
 * variables, and each link is a further name of the one it leads to; on networks of the user's own they are names alone.
 */
final class Links {
    private static final Logger LOG = LoggerFactory.getLogger(Links.class);
    private static final String BRIDGE = "bridge";

    /** The networks that links are made in; another's are its own affair. */
    private static final Set<String> PREDEFINED = Set.of("", "default", BRIDGE, "none");

    /** A container may write anything into its hosts file. */
    private static final long MOST_HOSTS = 1 << 20;

    private final ContainerIndex index;

    /** Held while a hosts file is read and written again: those that it names may start at once. */
    private final ReentrantLock pointing = new ReentrantLock();

    Links(ContainerIndex index) {
        this.index = index;
    }

    /** What a link is given as: a container, and what it is to be called. */
    private record Text(String target, String alias) {
        /** Reads {@code container[:alias]}, or what inspect shows: {@code /container:/this/alias}. */
        static Text parse(String text) {
            if (text.isEmpty()) {
                throw new InvalidArgument("empty string specified for links");
            }
            String[] parts = text.split(":", -1);
            if (parts.length > 2) {
                throw new InvalidArgument("bad format for links: " + text);
            }
            String alias = parts.length == 1 ? text : parts[1];
            return text.startsWith("/")
                    ? new Text(parts[0].substring(1), alias.substring(alias.lastIndexOf('/') + 1))
                    : new Text(parts[0], alias);
        }
    }

    /** The links of a container that is about to be made. @throws InvalidArgument in Docker's words */
    List<Ties.Link> resolve(HostConfig host) {
        Map<String, Ties.Link> byAlias = new LinkedHashMap<>();
        for (String link : host.links() == null ? List.<String>of() : host.links()) {
            Text text = Text.parse(link);
            if (PREDEFINED.contains(host.networkMode())) {
                byAlias.putIfAbsent(
                        text.alias(), new Ties.Link(target(text.target()).id(), text.alias()));
            }
        }
        return List.copyOf(byAlias.values());
    }

    /** The container that is reached at the place of the one named: whose network it shares, if it does. */
    private Container target(String reference) {
        Container found;
        try {
            found = index.get(reference);
            for (Optional<String> joined = joined(found); joined.isPresent(); joined = joined(found)) {
                found = index.get(joined.get());
            }
        } catch (NotFound e) {
            throw new InvalidArgument("could not get container for " + reference + ": " + e.message(), e);
        }
        if (found.record().host().networkMode().equals("host")) {
            throw new InvalidArgument("conflicting options: host type networking can't be used with links. This would"
                    + " result in undefined behavior");
        }
        return found;
    }

    private static Optional<String> joined(Container container) {
        return new NetworkPlan(container.record()).joined();
    }

    /** What inspect shows: {@code /db:/web/db}. */
    List<String> shown(ContainerRecord record) {
        List<String> shown = new ArrayList<>();
        for (Ties.Link link : record.ties().links()) {
            index.byId(link.target())
                    .ifPresent(target -> shown.add("/" + target.record().name() + ":" + name(record, link)));
        }
        return shown;
    }

    private static String name(ContainerRecord record, Ties.Link link) {
        return "/" + record.name() + "/" + link.alias();
    }

    /** The lines of a container's hosts file, {@code names:address} each, for the containers that it is linked to. */
    List<String> hosts(ContainerRecord record) {
        List<String> lines = new ArrayList<>();
        for (Ties.Link link : record.ties().links()) {
            index.byId(link.target())
                    .ifPresent(target -> address(target, BRIDGE)
                            .ifPresent(address -> lines.add(names(link, target.record()) + ":" + address)));
        }
        record.endpoints()
                .forEach((network, settings) -> texts(settings)
                        .forEach(text -> index.find(text.target())
                                .flatMap(target -> address(target, network))
                                .ifPresent(address -> lines.add(text.alias() + ":" + address))));
        return lines;
    }

    private static List<Text> texts(EndpointSettings settings) {
        List<String> links = settings.links();
        return links == null ? List.of() : links.stream().map(Text::parse).toList();
    }

    /** By its alias, its hostname, and its name. */
    private static String names(Ties.Link link, ContainerRecord target) {
        String names = link.alias() + " " + target.config().hostname();
        return link.alias().equals(target.name()) ? names : names + " " + target.name();
    }

    private static Optional<Ipv4> address(Container container, String network) {
        return container.sandbox().flatMap(sandbox -> address(sandbox, network));
    }

    private static Optional<Ipv4> address(Sandbox sandbox, String network) {
        return sandbox.endpoints().stream()
                .filter(endpoint -> endpoint.networkName().equals(network))
                .map(Endpoint::address)
                .<Ipv4>mapMulti(Links::ifThere)
                .findFirst();
    }

    private static void ifThere(@Nullable Ipv4 address, java.util.function.Consumer<Ipv4> sink) {
        if (address != null) {
            sink.accept(address);
        }
    }

    /** The variables of its links. @throws Internal if one of the others does not run, in Docker's words */
    List<String> variables(ContainerRecord record, Sandbox sandbox) {
        List<String> variables = new ArrayList<>();
        if (record.ties().links().isEmpty() || address(sandbox, BRIDGE).isEmpty()) {
            return variables;
        }
        for (Ties.Link link : record.ties().links()) {
            Optional<Container> target = index.byId(link.target());
            if (target.isPresent()) {
                variables.addAll(variables(record, link, target.get()));
            }
        }
        return variables;
    }

    private static List<String> variables(ContainerRecord record, Ties.Link link, Container target) {
        String name = name(record, link);
        if (target.task().isEmpty()) {
            throw new Internal("Cannot link to a non running container: /"
                    + target.record().name() + " AS " + name);
        }
        Ipv4 address = address(target, BRIDGE)
                .orElseThrow(
                        () -> new Internal("container " + target.id() + " not attached to default bridge network"));
        return LinkVariables.of(link.alias(), name, target.record().config(), address);
    }

    /** Tells those that run and are linked to a container where it is now. */
    void started(Container target) {
        for (Container other : index.linking()) {
            for (Ties.Link link : other.record().ties().links()) {
                if (link.target().equals(target.id())) {
                    address(target, BRIDGE).ifPresent(address -> point(other, names(link, target.record()), address));
                }
            }
        }
    }

    private void point(Container other, String names, Ipv4 address) {
        other.sandbox().ifPresent(sandbox -> {
            pointing.lock();
            try {
                Path file = Path.of(sandbox.hosts());
                if (Files.size(file) <= MOST_HOSTS) {
                    List<String> lines = new ArrayList<>(Files.readAllLines(file));
                    lines.removeIf(line -> line.endsWith("\t" + names));
                    lines.add(address + "\t" + names);
                    Files.write(file, lines); // in place: it is mounted
                }
            } catch (IOException e) {
                LOG.warn("container {}: its hosts file cannot be changed: {}", other.id(), e.getMessage());
            } finally {
                pointing.unlock();
            }
        });
    }
}
