package io.djong.bench;

import java.time.Duration;

/** How long things may take before a measurement is given up. */
final class Limits {
    static final Duration LONG = Duration.ofMinutes(5);

    private Limits() {}
}
