package io.djong.client;

import io.djong.client.json.JsonObject;
import java.util.List;
import java.util.Map;

/** The engine itself. */
public final class SystemOperations {
    private final Transport transport;

    SystemOperations(Transport transport) {
        this.transport = transport;
    }

    /**
     * Asks whether the engine is there.
     *
     * @throws io.djong.model.error.Unavailable if it is not
     */
    public void ping() {
        transport.ping();
    }

    /** API definition SystemVersion. */
    public JsonObject version() {
        return transport.getObject("/version", new Query());
    }

    /** API definition SystemInfo. */
    public JsonObject info() {
        return transport.getObject("/info", new Query());
    }

    /** API definition SystemDataUsageResponse. */
    public JsonObject diskUsage() {
        return transport.getObject("/system/df", new Query());
    }

    /** Removes networks that no container is on. @return API definition NetworkPruneResponse */
    public JsonObject pruneNetworks(Map<String, List<String>> filters) {
        return transport.postForObject("/networks/prune", new Query().filters(filters));
    }

    /** Removes volumes that no container has. @return API definition VolumePruneResponse */
    public JsonObject pruneVolumes(Map<String, List<String>> filters) {
        return transport.postForObject("/volumes/prune", new Query().filters(filters));
    }

    /**
     * Events as they happen, and those since a time in the past.
     *
     * @param since seconds of the epoch with a fraction, or empty for now
     * @param until when the stream ends, or empty for never
     */
    public Messages events(String since, String until, Map<String, List<String>> filters) {
        Query query = new Query().add("since", since).add("until", until).filters(filters);
        return new Messages(transport.endpoint(), transport.stream("GET", "/events", query, null));
    }

    /** API definition Network; the argument is a name or an id. */
    public JsonObject inspectNetwork(String name) {
        return transport.getObject("/networks/" + Query.encode(name), new Query());
    }

    /** API definition Volume. */
    public JsonObject inspectVolume(String name) {
        return transport.getObject("/volumes/" + Query.encode(name), new Query());
    }
}
