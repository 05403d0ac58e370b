package io.djong.api.stream;

import io.djong.api.routing.ApiVersion;

/** The content types of output streams. */
public final class MediaType {
    public static final String JSON = "application/json";
    public static final String TAR = "application/x-tar";
    public static final String RAW = "application/vnd.docker.raw-stream";
    public static final String MULTIPLEXED = "application/vnd.docker.multiplexed-stream";

    private MediaType() {}

    /** What a process's output is sent as; before 1.42 multiplexed streams were called raw too. */
    public static String ofOutput(boolean tty, ApiVersion version) {
        return !tty && version.atLeast(1, 42) ? MULTIPLEXED : RAW;
    }
}
