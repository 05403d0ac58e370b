package io.djong.it.architecture.broken.runtime;

/** A program started behind the reaper's back. */
public record StartsAProgram(ProcessBuilder builder) {}
