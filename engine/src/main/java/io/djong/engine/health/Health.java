package io.djong.engine.health;

import java.util.ArrayList;
import java.util.List;

/**
 * A container's health (API definition Health).
 *
 * @param failingStreak how many probes failed one after the other
 * @param log the last probes, oldest first
 */
public record Health(HealthStatus status, int failingStreak, List<ProbeResult> log) {
    /** That of a container whose probes begin. */
    public static final Health STARTING = new Health(HealthStatus.STARTING, 0, List.of());

    private static final int KEPT = 5;

    public Health {
        log = List.copyOf(log);
    }

    /** What it is when the container is started again. */
    public Health started() {
        return new Health(HealthStatus.STARTING, 0, log);
    }

    /** What it is while nobody probes, as in Docker: the container has ended, or is paused. */
    public Health unwatched() {
        return new Health(HealthStatus.UNHEALTHY, failingStreak, log);
    }

    /**
     * What it is after a probe.
     *
     * @param counts whether a failure counts
     */
    Health after(ProbeResult result, int retries, boolean counts) {
        List<ProbeResult> all = new ArrayList<>(log);
        all.add(result);
        List<ProbeResult> last = all.subList(Math.max(0, all.size() - KEPT), all.size());
        if (result.isHealthy()) {
            return new Health(HealthStatus.HEALTHY, 0, last);
        }
        int streak = counts ? failingStreak + 1 : failingStreak;
        return new Health(counts && streak >= retries ? HealthStatus.UNHEALTHY : status, streak, last);
    }
}
