package io.djong.network;

import java.util.List;

/**
 * Where the records of networks are kept; the engine implements it over its store. A record is durable when a method
 * returns.
 */
public interface NetworkRecords {
    List<Network> load();

    /** Stores a record, replacing the one with the same id. */
    void save(Network network);

    void remove(String networkId);
}
