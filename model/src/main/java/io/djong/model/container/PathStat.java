package io.djong.model.container;

import java.time.Instant;

/**
 * What is said of a container's file before it is copied (the header {@code X-Docker-Container-Path-Stat}).
 *
 * @param mode as Go's {@code os.FileMode} has it
 * @param mtime when it was last modified
 * @param linkTarget where a symbolic link leads at last, absolute in the container; empty for anything else
 */
public record PathStat(String name, long size, long mode, Instant mtime, String linkTarget) {}
