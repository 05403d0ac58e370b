package io.djong.it.architecture.broken.runtime;

import java.util.concurrent.ConcurrentHashMap;

/** State that nobody owns. */
public final class State {
    static final ConcurrentHashMap<String, String> CACHE = new ConcurrentHashMap<>();
    static int counter;

    private State() {}
}
