package io.djong.runtime;

import java.time.Instant;

/**
 * How a container's main process ended.
 *
 * @param code its exit code, 128 and the signal's number where a signal ended it, {@value #UNKNOWN} where its
 *     monitor was lost
 * @param at when
 * @param outOfMemory whether the kernel killed a process of the container for want of memory
 */
public record TaskExit(int code, Instant at, boolean outOfMemory) {
    /** What is said of an exit that nobody saw. */
    public static final int UNKNOWN = 255;
}
