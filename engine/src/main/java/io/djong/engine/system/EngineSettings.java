package io.djong.engine.system;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What {@code info} says of the daemon's own configuration.
 *
 * @param id this engine's identity, which outlives restarts
 * @param version of the engine
 * @param runtimes OCI runtimes by name, with their programs
 * @param tools versions of the programs that the engine uses, by name, as {@code runc}
 */
public record EngineSettings(
        String id,
        String version,
        Path dataRoot,
        boolean debug,
        boolean liveRestore,
        String logDriver,
        String defaultRuntime,
        Map<String, String> runtimes,
        Map<String, String> tools,
        List<String> labels,
        List<String> insecureRegistries,
        List<String> registryMirrors) {

    public EngineSettings {
        runtimes = Map.copyOf(runtimes);
        tools = Map.copyOf(tools);
        labels = List.copyOf(labels);
        insecureRegistries = List.copyOf(insecureRegistries);
        registryMirrors = List.copyOf(registryMirrors);
    }
}
