package io.djong.engine.container;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * The starts of a container by its policy since it was last started by hand.
 *
 * @param count how many there were
 * @param delayMillis how long the last of them waited; 0 before the first
 * @param over whether the user ended the series: no further exit is followed by a start
 * @param stopped whether a signal of the user's has come: only {@code always} starts it with the daemon
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record RestartSeries(int count, long delayMillis, boolean over, boolean stopped) {
    /** What a start by hand begins. */
    public static final RestartSeries NEW = new RestartSeries(0, 0, false, false);

    /** The same with one more start, after a wait. */
    RestartSeries next(long newDelayMillis) {
        return new RestartSeries(count + 1, newDelayMillis, over, stopped);
    }

    /** The same ended; by the daemon, where it stops what it runs. */
    RestartSeries ended() {
        return new RestartSeries(count, delayMillis, true, stopped);
    }

    /** The same after a signal of the user's. */
    RestartSeries signalled() {
        return new RestartSeries(count, delayMillis, over, true);
    }
}
