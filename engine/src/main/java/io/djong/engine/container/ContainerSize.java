package io.djong.engine.container;

/**
 * What a container takes up, in bytes of file contents.
 *
 * @param written by the container itself
 * @param rootFs that and its image's layers
 */
public record ContainerSize(long written, long rootFs) {}
