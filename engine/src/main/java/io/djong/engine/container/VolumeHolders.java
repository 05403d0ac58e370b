package io.djong.engine.container;

import io.djong.engine.volume.VolumePaths;
import io.djong.engine.volume.VolumeUsers;
import io.djong.model.ContainerId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which containers have which volumes. */
final class VolumeHolders implements VolumeUsers {
    private final ContainerIndex index;
    private final VolumePaths paths;

    VolumeHolders(ContainerIndex index, VolumePaths paths) {
        this.index = index;
        this.paths = paths;
    }

    @Override
    public Map<String, List<ContainerId>> byVolume() {
        Map<String, List<ContainerId>> all = new HashMap<>();
        for (Container container : index.all()) {
            new MountPlan(container.record(), paths)
                    .volumes().stream()
                            .map(mount -> mount.point().name())
                            .distinct()
                            .forEach(name -> all.computeIfAbsent(name, _ -> new ArrayList<>())
                                    .add(container.id()));
        }
        return all;
    }

    @Override
    public boolean anyRuns(List<ContainerId> containers) {
        return containers.stream()
                .flatMap(id -> index.byId(id).stream())
                .anyMatch(container -> container.state().status().isActive());
    }

    /** Whether a container runs that has a volume. */
    boolean isUsed(String volume) {
        return anyRuns(byVolume().getOrDefault(volume, List.of()));
    }
}
