package io.djong.daemon.config;

/**
 * What becomes of containers when the daemon is told to end.
 *
 * @param leavesContainers whether they run on
 * @param timeoutSeconds how long their end is waited for where they do not, or as long as any of them may take by its own
 *     timeout; negative for ever
 */
public record ShutdownConfig(boolean leavesContainers, int timeoutSeconds) {}
