package io.djong.bench;

import io.djong.testkit.daemon.DockerCli;

/** The time of docker commands. */
final class Timed {
    private Timed() {}

    /** Runs a command that must succeed; gives how long it took, in milliseconds. */
    static double millis(DockerCli docker, String... command) {
        return docker.command(command).withLimit(Limits.LONG).time().toNanos() / 1e6;
    }
}
