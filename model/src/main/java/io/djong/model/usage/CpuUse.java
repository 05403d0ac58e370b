package io.djong.model.usage;

import java.util.List;

/**
 * Processor time in nanoseconds, and how often a quota held it back.
 *
 * @param perCpu by processor; empty on cgroup v2, which does not tell
 * @param throttled for how long, in nanoseconds
 */
public record CpuUse(
        long total, List<Long> perCpu, long kernel, long user, long periods, long throttledPeriods, long throttled) {
    public CpuUse {
        perCpu = List.copyOf(perCpu);
    }
}
