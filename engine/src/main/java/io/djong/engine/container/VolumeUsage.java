package io.djong.engine.container;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A volume and what it takes up.
 *
 * @param bytes of file contents
 * @param containers how many have it, running or not
 */
public record VolumeUsage(String name, Path mountpoint, Instant created, long bytes, int containers) {}
