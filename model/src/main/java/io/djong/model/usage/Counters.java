package io.djong.model.usage;

import java.util.List;

/**
 * Counters by name.
 *
 * @param names in alphabetical order; shared by all samples
 * @param values in the order of the names
 */
public record Counters(List<String> names, List<Long> values) {}
