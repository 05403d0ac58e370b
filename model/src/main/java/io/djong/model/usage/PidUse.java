package io.djong.model.usage;

/**
 * How many processes and threads there are.
 *
 * @param limit 0 where there is none
 */
public record PidUse(long current, long limit) {}
