package io.djong.engine.network;

import io.djong.engine.event.EventType;
import io.djong.engine.event.Events;
import io.djong.model.Filters;
import io.djong.model.error.Forbidden;
import io.djong.model.error.NotFound;
import io.djong.network.Endpoint;
import io.djong.network.Network;
import io.djong.network.NetworkRequest;
import io.djong.network.Networks;
import io.djong.network.Sandbox;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The networks as users see them, with who is on each. Their owner is {@link Networks}. */
public final class NetworkCatalog {
    private static final Set<String> FILTERS = Set.of("name", "id", "driver", "label", "scope", "type", "dangling");

    private static final Set<String> PRUNE_FILTERS = Set.of("label", "label!", "until");
    private static final Logger LOG = LoggerFactory.getLogger(NetworkCatalog.class);

    private final Networks networks;
    private final Events events;
    private final InstantSource clock;

    public NetworkCatalog(Networks networks, Events events, InstantSource clock) {
        this.networks = networks;
        this.events = events;
        this.clock = clock;
    }

    /** The networks that pass the filters, by name. */
    public List<NetworkView> list(Filters filters) {
        filters.requireKnown(FILTERS);
        return networks.list().stream()
                .filter(network -> accepts(filters, network))
                .sorted(Comparator.comparing(Network::name))
                .map(network -> new NetworkView(network, List.of()))
                .toList();
    }

    /** One network with its members. @throws NotFound with {@code network x not found} */
    public NetworkView inspect(String reference) {
        Network network = find(reference);
        List<NetworkView.Member> members = networks.attached(network.id()).stream()
                .flatMap(sandbox -> members(sandbox, network))
                .toList();
        return new NetworkView(network, members);
    }

    /** Creates a network. @throws io.djong.model.error.Conflict if the name is taken */
    public Network create(NetworkRequest request) {
        return networks.create(request);
    }

    /** Removes a network. @throws io.djong.model.error.Forbidden if it is predefined or in use */
    public void remove(String reference) {
        networks.remove(find(reference).id());
    }

    /** Removes the networks of users that nobody is on. @return their names */
    public List<String> prune(Filters filters) {
        filters.requireKnown(PRUNE_FILTERS);
        Optional<Instant> until = filters.until(clock.instant());
        List<String> gone = networks.list().stream()
                .filter(this::isDangling)
                .filter(network ->
                        until.map(limit -> !network.created().isAfter(limit)).orElse(true))
                .filter(network -> filters.labels(network.labels()))
                .filter(this::removed)
                .map(Network::name)
                .toList();
        events.emit(EventType.NETWORK, "prune", "", Map.of("reclaimed", "0"));
        return gone;
    }

    /** One that is joined or removed meanwhile is left alone. */
    private boolean removed(Network network) {
        try {
            networks.remove(network.id());
            return true;
        } catch (Forbidden | NotFound e) {
            LOG.debug("network {} is not pruned: {}", network.name(), e.message());
            return false;
        }
    }

    private Network find(String reference) {
        return networks.find(reference).orElseThrow(() -> new NotFound("network " + reference + " not found"));
    }

    private boolean accepts(Filters filters, Network network) {
        return filters.any("name", wanted -> network.name().contains(wanted))
                && filters.any("id", wanted -> network.id().startsWith(wanted))
                && filters.any("driver", network.driver()::equals)
                && filters.any("scope", network.scope()::equals)
                && filters.any("type", wanted -> wanted.equals("builtin") == network.predefined())
                && filters.any("dangling", wanted -> isDangling(network) == Boolean.parseBoolean(wanted))
                && filters.labels("label", network.labels());
    }

    private boolean isDangling(Network network) {
        return !network.predefined() && networks.attached(network.id()).isEmpty();
    }

    private static Stream<NetworkView.Member> members(Sandbox sandbox, Network network) {
        return sandbox.endpoints().stream()
                .filter(endpoint -> endpoint.networkId().equals(network.id()))
                .map(endpoint -> member(sandbox, endpoint));
    }

    private static NetworkView.Member member(Sandbox sandbox, Endpoint endpoint) {
        String address = endpoint.address() == null ? "" : endpoint.address() + "/" + endpoint.prefix();
        return new NetworkView.Member(sandbox.id(), sandbox.name(), endpoint.id(), endpoint.macAddress(), address, "");
    }
}
