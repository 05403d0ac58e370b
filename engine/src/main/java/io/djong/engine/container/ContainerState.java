package io.djong.engine.container;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The changing part of a container's record.
 *
 * @param pid the main process in the host's PID namespace; 0 where there is none
 * @param exitCode of the last run; 0 before the first
 * @param error why the last start failed; empty where it did not
 * @param startedAt null before the first start
 * @param finishedAt null before the first exit
 * @param restarts what its policy did since it was last started by hand
 */
public record ContainerState(
        ContainerStatus status,
        int pid,
        int exitCode,
        boolean oomKilled,
        String error,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        RestartSeries restarts) {

    public static final ContainerState CREATED =
            new ContainerState(ContainerStatus.CREATED, 0, 0, false, "", null, null, RestartSeries.NEW);

    public ContainerState {
        restarts = restarts == null ? RestartSeries.NEW : restarts;
    }

    public ContainerState running(int newPid, Instant now) {
        return new ContainerState(ContainerStatus.RUNNING, newPid, 0, false, "", now, finishedAt, restarts);
    }

    public ContainerState exited(int code, boolean oom, Instant when) {
        return new ContainerState(ContainerStatus.EXITED, 0, code, oom, error, startedAt, when, restarts);
    }

    /** As {@link #exited}, where a start is to follow. */
    ContainerState restarting(int code, boolean oom, Instant when, RestartSeries next) {
        return new ContainerState(ContainerStatus.RESTARTING, 0, code, oom, error, startedAt, when, next);
    }

    /** The state after a start that failed: what it was, with the reason and the exit code that Docker gives it. */
    public ContainerState failed(int code, String reason) {
        return new ContainerState(status, 0, code, false, reason, startedAt, finishedAt, restarts);
    }

    /** The state after a start by its policy that failed, which is not tried again: the last run's, with the reason. */
    ContainerState notRestarted(String reason) {
        return new ContainerState(
                ContainerStatus.EXITED, 0, exitCode, oomKilled, reason, startedAt, finishedAt, restarts);
    }

    public ContainerState withStatus(ContainerStatus newStatus) {
        return new ContainerState(newStatus, pid, exitCode, oomKilled, error, startedAt, finishedAt, restarts);
    }

    ContainerState withRestarts(RestartSeries newRestarts) {
        return new ContainerState(status, pid, exitCode, oomKilled, error, startedAt, finishedAt, newRestarts);
    }

    public Optional<Instant> started() {
        return Optional.ofNullable(startedAt);
    }

    public Optional<Instant> finished() {
        return Optional.ofNullable(finishedAt);
    }
}
