package io.djong.engine.container;

import io.djong.model.Filters;

/**
 * Which containers to list, newest first.
 *
 * @param all also those not running
 * @param limit at most so many, of all states; 0 for no limit
 */
public record ListQuery(boolean all, int limit, Filters filters) {}
