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
 */
public record ContainerState(
        ContainerStatus status,
        int pid,
        int exitCode,
        boolean oomKilled,
        String error,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {

    public static final ContainerState CREATED =
            new ContainerState(ContainerStatus.CREATED, 0, 0, false, "", null, null);

    public ContainerState running(int newPid, Instant now) {
        return new ContainerState(ContainerStatus.RUNNING, newPid, 0, false, "", now, finishedAt);
    }

    public ContainerState exited(int code, boolean oom, Instant when) {
        return new ContainerState(ContainerStatus.EXITED, 0, code, oom, error, startedAt, when);
    }

    /** The state after a start that failed: what it was, with the reason and the exit code that Docker gives it. */
    public ContainerState failed(int code, String reason) {
        return new ContainerState(status, 0, code, false, reason, startedAt, finishedAt);
    }

    public ContainerState withStatus(ContainerStatus newStatus) {
        return new ContainerState(newStatus, pid, exitCode, oomKilled, error, startedAt, finishedAt);
    }

    public Optional<Instant> started() {
        return Optional.ofNullable(startedAt);
    }

    public Optional<Instant> finished() {
        return Optional.ofNullable(finishedAt);
    }
}
