package io.djong.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Records in memory; they outlive a {@link Networks} as those in a store do. */
final class MemoryRecords implements NetworkRecords {
    private final Map<String, Network> networks = new LinkedHashMap<>();

    @Override
    public synchronized List<Network> load() {
        return List.copyOf(networks.values());
    }

    @Override
    public synchronized void save(Network network) {
        networks.put(network.id(), network);
    }

    @Override
    public void create(Network network) {
        save(network);
    }

    @Override
    public synchronized void remove(Network network) {
        networks.remove(network.id());
    }
}
