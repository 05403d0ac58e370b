package io.djong.daemon;

import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who sends SIGTERM or SIGINT again and again does not want to wait for an orderly end: as for dockerd. */
final class Impatience {
    private static final Logger LOG = LoggerFactory.getLogger(Impatience.class);

    /** The first began the end; two more are passed over. */
    private static final int FURTHER = 3;

    private final AtomicInteger further = new AtomicInteger();

    /** Counts the signals from now on, after that which began the end. */
    void begin() {
        for (String name : new String[] {"INT", "TERM"}) {
            // Named in full: to import what is sun's is forbidden.
            sun.misc.Signal.handle(new sun.misc.Signal(name), signal -> signalled(signal.getNumber()));
        }
    }

    private void signalled(int number) {
        if (further.incrementAndGet() == FURTHER) {
            LOG.warn("ending without clean-up: it was asked for again and again");
            Runtime.getRuntime().halt(128 + number);
        }
    }
}
