package io.djong.engine.health;

import io.djong.model.container.ContainerConfig;
import io.djong.model.container.HealthConfig;
import io.djong.model.error.InvalidArgument;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a container is probed, with Docker's defaults filled in.
 *
 * @param command empty where the check names none, which fails every probe
 * @param interval from the end of one probe to the beginning of the next
 * @param timeout of a probe that runs
 * @param startPeriod after the container's start; in it failures of one that was never healthy do not count
 * @param startInterval the interval in that period, until it is healthy
 * @param retries failures one after the other that make it unhealthy
 */
public record HealthPlan(
        List<String> command,
        Duration interval,
        Duration timeout,
        Duration startPeriod,
        Duration startInterval,
        int retries) {
    private static final Duration INTERVAL = Duration.ofSeconds(30);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration START_INTERVAL = Duration.ofSeconds(5);
    private static final int RETRIES = 3;
    private static final List<String> SHELL = List.of("/bin/sh", "-c");
    private static final long SHORTEST_NANOS = 1_000_000;

    public HealthPlan {
        command = List.copyOf(command);
    }

    /** The plan of a container; empty where it is not probed. */
    public static Optional<HealthPlan> of(ContainerConfig config) {
        HealthConfig check = config.healthcheck();
        if (check == null || check.test().isEmpty()) {
            return Optional.empty();
        }
        List<String> arguments = check.test().subList(1, check.test().size());
        return switch (check.test().getFirst()) {
            case "CMD" -> Optional.of(plan(arguments, check));
            case "CMD-SHELL" -> Optional.of(plan(inShell(arguments, config), check));
            default -> Optional.empty(); // NONE, which takes an image's away, or what nobody knows
        };
    }

    private static List<String> inShell(List<String> arguments, ContainerConfig config) {
        if (arguments.isEmpty()) {
            return arguments;
        }
        List<String> command = new ArrayList<>(config.shell().isEmpty() ? SHELL : config.shell());
        command.addAll(arguments);
        return command;
    }

    private static HealthPlan plan(List<String> command, HealthConfig check) {
        return new HealthPlan(
                command,
                orElse(check.interval(), INTERVAL),
                orElse(check.timeout(), TIMEOUT),
                Duration.ofNanos(check.startPeriod()),
                orElse(check.startInterval(), START_INTERVAL),
                check.retries() <= 0 ? RETRIES : check.retries());
    }

    private static Duration orElse(long nanos, Duration otherwise) {
        return nanos == 0 ? otherwise : Duration.ofNanos(nanos);
    }

    /** Checks what a user asks for. @throws InvalidArgument in Docker's words */
    public static void check(@Nullable HealthConfig asked) {
        if (asked == null) {
            return;
        }
        checkDuration("Interval", asked.interval());
        checkDuration("Timeout", asked.timeout());
        if (asked.retries() < 0) {
            throw new InvalidArgument("Retries in Healthcheck cannot be negative");
        }
        checkDuration("StartPeriod", asked.startPeriod());
        checkDuration("StartInterval", asked.startInterval());
    }

    private static void checkDuration(String name, long nanos) {
        if (nanos != 0 && nanos < SHORTEST_NANOS) {
            throw new InvalidArgument(name + " in Healthcheck cannot be less than 1ms");
        }
    }

    /** How long to wait from now for the next probe of a container that was started then. */
    public Duration wait(Health health, Instant started, Instant now) {
        return health.status() == HealthStatus.STARTING && now.isBefore(started.plus(startPeriod))
                ? startInterval
                : interval;
    }

    /** The health after a probe of a container that was started then. */
    public Health after(Health before, ProbeResult result, Instant started) {
        boolean lenient =
                before.status() == HealthStatus.STARTING && result.start().isBefore(started.plus(startPeriod));
        return before.after(result, retries, !lenient);
    }
}
