package io.djong.engine.container;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * How to stop.
 *
 * @param signal instead of the container's own stop signal
 * @param timeoutSeconds until SIGKILL, instead of the container's own; negative waits for ever
 */
public record StopOptions(Optional<String> signal, OptionalInt timeoutSeconds) {
    public static final StopOptions DEFAULT = new StopOptions(Optional.empty(), OptionalInt.empty());
}
