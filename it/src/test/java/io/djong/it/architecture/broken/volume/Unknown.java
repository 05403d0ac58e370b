package io.djong.it.architecture.broken.volume;

/** In a module that the graph does not know. */
public record Unknown() {}
