package io.djong.engine.container;

import io.djong.engine.health.ProbeResult;
import io.djong.model.ContainerId;
import java.time.Duration;
import java.util.List;

/** What the owner of execs tells and is told about containers. */
public interface ContainerExecs {
    /** The ids of a container's execs that run. */
    List<String> of(ContainerId container);

    /**
     * Runs a health check's command in a container and waits for its end; one that takes too long is killed.
     *
     * @return how it went, also where it could not be run
     */
    ProbeResult probe(ContainerId container, List<String> command, Duration timeout) throws InterruptedException;

    /** A container has ended: what was prepared to run in it and was not started never will be. */
    void ended(ContainerId container);

    /** A container is gone, and its execs with it. */
    void forget(ContainerId container);
}
