package io.djong.engine.image;

/**
 * How to remove an image.
 *
 * @param force also where stopped containers use it or several names stand for it
 * @param prune whether what it alone was built on goes too
 */
public record ImageRemoval(boolean force, boolean prune) {}
