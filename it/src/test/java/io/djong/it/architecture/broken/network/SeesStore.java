package io.djong.it.architecture.broken.network;

import io.djong.it.architecture.broken.store.SeesNetwork;
import java.util.Optional;

/** The way back. */
public final class SeesStore {
    Optional<SeesNetwork> back() {
        return Optional.of(new SeesNetwork(this));
    }
}
