package io.djong.engine.volume;

import java.nio.file.Path;

/**
 * A volume and what it takes up.
 *
 * @param bytes of file contents
 * @param containers how many have it, running or not
 */
public record VolumeUsage(Volume volume, Path mountpoint, long bytes, int containers) {}
