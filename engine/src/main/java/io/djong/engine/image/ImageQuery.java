package io.djong.engine.image;

import io.djong.model.Filters;

/**
 * Which images to list.
 *
 * @param all also those that stand only between others
 * @param counted with how much each shares with others of the list, and how many containers use it
 */
public record ImageQuery(boolean all, boolean counted, Filters filters) {
    /** Those that users see, counted. */
    public static final ImageQuery COUNTED = new ImageQuery(false, true, Filters.NONE);
}
