package io.djong.engine.container;

import io.djong.model.ContainerId;
import java.util.List;

/** The containers that a prune removed, and how many bytes of disk that gave back. */
public record PrunedContainers(List<ContainerId> deleted, long spaceReclaimed) {
    public PrunedContainers {
        deleted = List.copyOf(deleted);
    }
}
