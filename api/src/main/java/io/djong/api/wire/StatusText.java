package io.djong.api.wire;

import io.djong.engine.container.ContainerState;
import io.djong.engine.health.Health;
import io.djong.engine.health.HealthStatus;
import io.djong.model.text.HumanDuration;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A container's state in the words of {@code docker ps}. */
final class StatusText {
    private StatusText() {}

    static String of(ContainerState state, Optional<Health> health, Instant now) {
        return switch (state.status()) {
            case CREATED -> "Created";
            case RUNNING ->
                "Up " + since(state.startedAt(), now)
                        + health.map(StatusText::told).orElse("");
            case PAUSED -> "Up " + since(state.startedAt(), now) + " (Paused)";
            case RESTARTING -> "Restarting (" + state.exitCode() + ") " + since(state.finishedAt(), now) + " ago";
            case REMOVING -> "Removal In Progress";
            case EXITED -> "Exited (" + state.exitCode() + ") " + since(state.finishedAt(), now) + " ago";
            case DEAD -> "Dead";
        };
    }

    private static String told(Health health) {
        String word = health.status().word();
        return health.status() == HealthStatus.STARTING ? " (health: " + word + ")" : " (" + word + ")";
    }

    private static String since(@Nullable Instant then, Instant now) {
        return HumanDuration.of(then == null || now.isBefore(then) ? Duration.ZERO : Duration.between(then, now));
    }
}
