package io.djong.engine.system;

import io.djong.registry.RegistrySettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What {@code info} says of the daemon's own configuration.
 *
 * @param id this engine's identity, which outlives restarts
 * @param version of the engine
 * @param runtimes OCI runtimes by name, with their programs
 * @param securityOptions how containers are confined by default, as {@code name=seccomp,profile=builtin}
 */
public record EngineSettings(
        String id,
        String version,
        Path dataRoot,
        boolean debug,
        String logDriver,
        String defaultRuntime,
        Map<String, String> runtimes,
        List<String> securityOptions,
        List<String> labels,
        RegistrySettings registries) {

    public EngineSettings {
        runtimes = Map.copyOf(runtimes);
        securityOptions = List.copyOf(securityOptions);
        labels = List.copyOf(labels);
    }
}
