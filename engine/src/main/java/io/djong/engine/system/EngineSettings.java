package io.djong.engine.system;

import io.djong.runtime.Runtimes;
import java.nio.file.Path;
import java.util.List;

/**
 * What {@code info} says of the daemon's own configuration.
 *
 * @param id this engine's identity, which outlives restarts
 * @param version of the engine
 * @param liveRestore whether containers run on when the daemon is stopped
 * @param runtimes OCI runtimes
 * @param cdiDirectories of CDI specifications
 * @param dangers what {@code info} warns of in the configuration
 * @param securityOptions how containers are confined by default, as {@code name=seccomp,profile=builtin}
 */
public record EngineSettings(
        String id,
        String version,
        Path dataRoot,
        boolean debug,
        boolean liveRestore,
        String logDriver,
        Runtimes runtimes,
        List<Path> cdiDirectories,
        List<String> dangers,
        List<String> securityOptions,
        List<String> labels) {

    public EngineSettings {
        cdiDirectories = List.copyOf(cdiDirectories);
        dangers = List.copyOf(dangers);
        securityOptions = List.copyOf(securityOptions);
        labels = List.copyOf(labels);
    }
}
