package io.djong.it.architecture.broken.store;

import java.lang.foreign.Arena;

/** Native code outside kernel. */
public record CallsNative(Arena arena) {}
