package io.djong.engine.container;

/**
 * How to remove.
 *
 * @param force kills a running container first
 * @param volumes removes its volumes without a name too
 * @param link removes a link, not a container
 */
public record RemoveOptions(boolean force, boolean volumes, boolean link) {
    /** What {@code --rm} means. */
    static final RemoveOptions AUTOMATIC = new RemoveOptions(false, true, false);
}
