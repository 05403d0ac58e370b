package io.djong.engine.container;

/** How to remove: {@code force} kills a running container first, {@code volumes} removes its anonymous volumes. */
public record RemoveOptions(boolean force, boolean volumes, boolean link) {}
