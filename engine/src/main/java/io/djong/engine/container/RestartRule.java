package io.djong.engine.container;

import io.djong.model.container.RestartPolicy;
import io.djong.model.error.InvalidArgument;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a container whose process has ended is started again by itself, and how soon: after 100 ms, then after twice as
 * long each time up to a minute, and after 100 ms again once it has run for ten seconds. All as dockerd has it.
 *
 * @param limit of the starts in a series; 0 for none
 */
record RestartRule(When when, int limit) {
    /** What is followed by a start. */
    enum When {
        NEVER,
        FAILURE,
        UNLESS_STOPPED,
        ALWAYS
    }

    private static final long FIRST_MILLIS = 100;
    private static final long LONGEST_MILLIS = 60_000;
    private static final Duration GOOD_RUN = Duration.ofSeconds(10);

    /** The rule that a policy means; one that is none, or unknown, means {@link When#NEVER}. */
    static RestartRule of(@Nullable RestartPolicy policy) {
        if (policy == null) {
            return new RestartRule(When.NEVER, 0);
        }
        return switch (policy.name()) {
            case "always" -> new RestartRule(When.ALWAYS, 0);
            case "unless-stopped" -> new RestartRule(When.UNLESS_STOPPED, 0);
            case "on-failure" -> new RestartRule(When.FAILURE, policy.maximumRetryCount());
            default -> new RestartRule(When.NEVER, 0);
        };
    }

    /** Checks a policy that a user asks for. @throws InvalidArgument in Docker's words */
    static void check(@Nullable RestartPolicy policy) {
        if (policy == null) {
            return;
        }
        int count = policy.maximumRetryCount();
        String wrong = switch (policy.name()) {
            case "" -> "";
            case "no", "always", "unless-stopped" ->
                count == 0
                        ? ""
                        : "maximum retry count can only be used with 'on-failure'"
                                + (count < 0 ? " and cannot be negative" : "");
            case "on-failure" -> count < 0 ? "maximum retry count cannot be negative" : "";
            default ->
                "unknown policy '" + policy.name() + "'; use one of 'no', 'always', 'on-failure', or 'unless-stopped'";
        };
        if (!wrong.isEmpty()) {
            throw new InvalidArgument("invalid restart policy: " + wrong);
        }
    }

    boolean isNever() {
        return when == When.NEVER;
    }

    /**
     * The series with the start that follows an exit.
     *
     * @param ran how long the process had run
     * @return empty if none follows
     */
    Optional<RestartSeries> after(RestartSeries series, int exitCode, Duration ran) {
        if (series.over() || !follows(series, exitCode)) {
            return Optional.empty();
        }
        long last = ran.compareTo(GOOD_RUN) >= 0 ? 0 : series.delayMillis();
        return Optional.of(series.next(last == 0 ? FIRST_MILLIS : Math.min(LONGEST_MILLIS, 2 * last)));
    }

    private boolean follows(RestartSeries series, int exitCode) {
        return switch (when) {
            case NEVER -> false;
            case ALWAYS -> true;
            case UNLESS_STOPPED -> !series.stopped();
            case FAILURE -> exitCode != 0 && (limit == 0 || series.count() < limit);
        };
    }

    /** Whether a container that ended before this daemon's time is started with it. */
    boolean startsWithDaemon(ContainerState state) {
        return state.status() == ContainerStatus.EXITED
                && state.started().isPresent()
                && follows(state.restarts(), state.exitCode())
                && !(when == When.FAILURE && state.restarts().stopped());
    }
}
