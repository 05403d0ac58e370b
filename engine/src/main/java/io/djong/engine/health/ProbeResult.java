package io.djong.engine.health;

import java.time.Instant;

/**
 * How a probe went (API definition HealthcheckResult).
 *
 * @param exitCode 0 is healthy; {@value #NO_EXIT} where the probe could not run or took too long
 * @param output the beginning of what it wrote, or why it could not run
 */
public record ProbeResult(Instant start, Instant end, int exitCode, String output) {
    /** The exit code of what did not exit. */
    public static final int NO_EXIT = -1;

    boolean isHealthy() {
        return exitCode == 0;
    }
}
