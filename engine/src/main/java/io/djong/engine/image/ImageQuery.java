package io.djong.engine.image;

import io.djong.model.Filters;

/**
 * Which images to list.
 *
 * @param all also those that stand only between others
 * @param counted with how much each shares with others that are here
 * @param manifests with what is here of the index or manifest that each came with
 */
public record ImageQuery(boolean all, boolean counted, boolean manifests, Filters filters) {
    /** Those that users see, counted. */
    public static final ImageQuery COUNTED = new ImageQuery(false, true, Filters.NONE);

    public ImageQuery(boolean all, boolean counted, Filters filters) {
        this(all, counted, false, filters);
    }
}
