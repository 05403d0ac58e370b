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
 * @param tools versions of the programs that the engine uses, by name, as {@code runc}
 */
public record EngineSettings(
        String id,
        String version,
        Path dataRoot,
        boolean debug,
        String logDriver,
        String defaultRuntime,
        Map<String, String> runtimes,
        Map<String, String> tools,
        List<String> securityOptions,
        List<String> labels,
        RegistrySettings registries) {

    public EngineSettings {
        runtimes = Map.copyOf(runtimes);
        tools = Map.copyOf(tools);
        securityOptions = List.copyOf(securityOptions);
        labels = List.copyOf(labels);
    }
}
