package io.djong.runtime.cgroup;

/**
 * How long the processes of a control group may run by a real-time policy (sched(7)): for so many microseconds of each
 * period. 0 leaves what the kernel has.
 */
public record RealTimeShare(long period, long runtime) {
    public static final RealTimeShare NONE = new RealTimeShare(0, 0);

    boolean isNone() {
        return equals(NONE);
    }
}
