package io.djong.engine.container;

import io.djong.log.LogFiles;
import io.djong.model.ContainerId;
import java.nio.file.Path;

/** Where containers have their files below the data root. */
record ContainerPaths(Path dataRoot) {
    Path containers() {
        return dataRoot.resolve("containers");
    }

    /** A container's own files: resolv.conf, hosts, hostname, logs. */
    Path directory(ContainerId id) {
        return containers().resolve(id.value());
    }

    LogFiles logs(ContainerId id) {
        return new LogFiles(id, directory(id));
    }
}
