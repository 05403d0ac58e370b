package io.djong.log.driver;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * How often a target that fails is tried again.
 *
 * @param first the pause after the first failure; it grows with each
 * @param most after how many failures in a row what is pending is given up; empty for never
 */
record Retries(Duration first, OptionalLong most) {
    static final Retries STANDARD = new Retries(Duration.ofSeconds(1), OptionalLong.empty());

    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final int DOUBLINGS = 10;

    /** How long to wait after so many failures in a row. */
    Duration pause(long failures) {
        Duration grown = first.multipliedBy(1L << Math.min(failures - 1, DOUBLINGS));
        return grown.compareTo(LONGEST) < 0 ? grown : first.compareTo(LONGEST) > 0 ? first : LONGEST;
    }

    boolean exhausted(long failures) {
        return most.isPresent() && failures > most.getAsLong();
    }
}
