package io.djong.engine.container;

/**
 * Which streams a client wants.
 *
 * @param logs whether what was written before is sent first
 * @param stream whether what is written from now on follows
 * @param detachKeys the sequence that detaches, as {@code ctrl-p,ctrl-q}; empty for the default
 */
public record AttachRequest(
        boolean stdin, boolean stdout, boolean stderr, boolean logs, boolean stream, String detachKeys) {}
