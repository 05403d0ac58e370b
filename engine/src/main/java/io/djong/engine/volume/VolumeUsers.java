package io.djong.engine.volume;

import io.djong.model.ContainerId;
import java.util.List;
import java.util.Map;

/** Who has volumes: the containers. */
public interface VolumeUsers {
    /** The containers by the names of the volumes that they have; without those that nobody has. */
    Map<String, List<ContainerId>> byVolume();

    /** Whether one of these containers runs. */
    boolean anyRuns(List<ContainerId> containers);
}
