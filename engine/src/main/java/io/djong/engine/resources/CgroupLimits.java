package io.djong.engine.resources;

import io.djong.runtime.cgroup.Cgroups;

/** What the host's control groups can limit. */
public record CgroupLimits(Cgroups cgroups) implements KernelLimits {
    @Override
    public boolean has(String controller, String file) {
        return cgroups.has(controller, file);
    }

    @Override
    public boolean hasOnV1(String controller, String file) {
        return !cgroups.unified() && cgroups.has(controller, file);
    }

    @Override
    public String processors() {
        return cgroups.processors();
    }

    @Override
    public String memoryNodes() {
        return cgroups.memoryNodes();
    }

    @Override
    public int processorCount() {
        return Runtime.getRuntime().availableProcessors();
    }
}
