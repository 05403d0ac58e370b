package io.djong.bench;

import io.djong.testkit.daemon.DaemonUnderTest;
import java.util.List;

/**
 * The time of a pull.
 *
 * @param before images that are in the store, which is otherwise empty
 * @param reference the image, in a registry on loopback
 */
record PullRow(String key, String title, double goal, int rounds, List<String> before, String reference)
        implements Row {
    PullRow {
        before = List.copyOf(before);
    }

    @Override
    public String unit() {
        return "ms";
    }

    @Override
    public double sample(Contender contender) {
        try (DaemonUnderTest daemon = contender.another().start()) {
            for (String image : before) {
                double _ = Timed.millis(daemon.docker(), "pull", "--quiet", image);
            }
            return Timed.millis(daemon.docker(), "pull", "--quiet", reference);
        }
    }
}
