package io.djong.engine.volume;

import io.djong.engine.remap.ContainerUsers;
import java.nio.file.Path;

/**
 * What an empty volume is filled with.
 *
 * @param rootfs a container's root file system, as the container sees it
 * @param place of the volume in it
 * @param users the container's
 */
public record VolumeSource(Path rootfs, String place, ContainerUsers users) {}
