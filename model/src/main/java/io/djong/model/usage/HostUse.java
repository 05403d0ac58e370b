package io.djong.model.usage;

/**
 * What a container's use is held against.
 *
 * @param cpu the time of all processors together, idle or not, in nanoseconds
 * @param online how many processors there are
 * @param memory how much there is, in bytes
 */
public record HostUse(long cpu, int online, long memory) {}
