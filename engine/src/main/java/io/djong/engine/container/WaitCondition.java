package io.djong.engine.container;

import io.djong.model.error.InvalidArgument;

/** What a wait waits for (API: {@code POST /containers/{id}/wait}). */
public enum WaitCondition {
    /** Not running; at once where it is not. */
    NOT_RUNNING,
    /** The next exit, also of a container that has yet to start. */
    NEXT_EXIT,
    /** The container's removal. */
    REMOVED;

    /** Parses the query parameter; empty is {@link #NOT_RUNNING}. */
    public static WaitCondition parse(String text) {
        return switch (text) {
            case "", "not-running" -> NOT_RUNNING;
            case "next-exit" -> NEXT_EXIT;
            case "removed" -> REMOVED;
            default -> throw new InvalidArgument("invalid condition: \"" + text + "\"");
        };
    }
}
