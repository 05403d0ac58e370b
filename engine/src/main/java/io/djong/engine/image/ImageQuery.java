package io.djong.engine.image;

import io.djong.model.Filters;

/** Which images to list; {@code all} also lists those that stand only between others. */
public record ImageQuery(boolean all, Filters filters) {}
