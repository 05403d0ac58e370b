package io.djong.bench;

import io.djong.testkit.daemon.DaemonUnderTest;

/**
 * The time of a pull into an empty store.
 *
 * @param reference the image, in a registry on loopback
 */
record PullRow(String key, String title, double goal, int rounds, String reference) implements Row {
    @Override
    public String unit() {
        return "ms";
    }

    @Override
    public double sample(Contender contender) {
        try (DaemonUnderTest daemon = contender.another().start()) {
            return daemon.docker()
                            .command("pull", "--quiet", reference)
                            .withLimit(Limits.LONG)
                            .run()
                            .ok()
                            .took()
                            .toNanos()
                    / 1e6;
        }
    }
}
