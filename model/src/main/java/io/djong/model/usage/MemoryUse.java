package io.djong.model.usage;

/**
 * Memory in bytes.
 *
 * @param most the largest use ever; 0 where the kernel does not tell
 * @param failures how often the limit was hit
 * @param limit {@link Long#MAX_VALUE} where there is none, or nearly that
 * @param details of {@code memory.stat}
 */
public record MemoryUse(long used, long most, long failures, long limit, Counters details) {}
