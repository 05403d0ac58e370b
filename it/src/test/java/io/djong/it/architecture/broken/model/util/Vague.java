package io.djong.it.architecture.broken.model.util;

/** In a package with a vague name. */
public record Vague() {}
