package io.djong.it.architecture.broken.kernel;

import java.lang.foreign.Arena;

/** Native code in kernel. */
public record Native(Arena arena) {}
