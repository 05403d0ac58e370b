package io.djong.engine.container;

/**
 * How an archive is unpacked into a container.
 *
 * @param keepsKinds whether a directory may not take the place of something else, nor the reverse
 * @param toUser whether all of it becomes the container's user's, where it has one
 */
public record CopyOptions(boolean keepsKinds, boolean toUser) {}
