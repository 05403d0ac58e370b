package io.djong.engine.container;

import io.djong.model.Filters;

/**
 * Which containers to list, newest first.
 *
 * @param all also those not running
 * @param limit at most so many, of all states; 0 for no limit
 * @param size whether to say what each takes up
 */
public record ListQuery(boolean all, int limit, boolean size, Filters filters) {
    /** All there are, with what they take up. */
    public static final ListQuery EVERYTHING = new ListQuery(true, 0, true, Filters.NONE);
}
