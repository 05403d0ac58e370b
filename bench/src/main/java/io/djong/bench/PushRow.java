package io.djong.bench;

import io.djong.testkit.daemon.DaemonUnderTest;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The time of a push of 500 MB that were made here.
 *
 * @param registry a registry on loopback
 * @param pushes how many were pushed so far: each goes to a repository of its own
 */
record PushRow(String key, String title, double goal, int rounds, String registry, AtomicInteger pushes)
        implements Row {
    PushRow(String key, String title, double goal, int rounds, String registry) {
        this(key, title, goal, rounds, registry, new AtomicInteger());
    }

    @Override
    public String unit() {
        return "ms";
    }

    @Override
    public double sample(Contender contender) {
        String image = registry + "/pushed-" + pushes.incrementAndGet() + ":v1";
        // An engine of its own: what one has pushed it need not compress again, nor send to the same registry.
        try (DaemonUnderTest daemon = contender.anotherWithImage()) {
            Archives.make(daemon, image);
            return Timed.millis(daemon.docker(), "push", "--quiet", image);
        }
    }
}
