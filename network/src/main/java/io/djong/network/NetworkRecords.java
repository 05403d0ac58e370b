package io.djong.network;

import java.util.List;

/**
 * Where the records of networks are kept; the engine implements it over its store. A record is durable when a method
 * returns, and so is the event that tells of it: neither is ever without the other.
 */
public interface NetworkRecords {
    List<Network> load();

    /** Stores a predefined network, which was there before anybody asked: no event tells of it. */
    void save(Network network);

    /** Stores a network that a user creates, with its event. */
    void create(Network network);

    /** Removes a network's record, with its event. */
    void remove(Network network);
}
