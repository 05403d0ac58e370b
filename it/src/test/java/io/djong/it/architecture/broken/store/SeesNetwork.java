package io.djong.it.architecture.broken.store;

import io.djong.it.architecture.broken.network.SeesStore;

/** A sibling seen, and a cycle. */
public record SeesNetwork(SeesStore other) {}
