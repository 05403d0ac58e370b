package io.djong.engine.container;

import io.djong.model.ContainerId;
import java.util.List;

/** What the owner of execs tells and is told about containers. */
public interface ContainerExecs {
    /** The ids of a container's execs that run. */
    List<String> of(ContainerId container);

    /** A container is gone, and its execs with it. */
    void forget(ContainerId container);
}
