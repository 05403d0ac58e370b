package io.djong.daemon.config;

import io.djong.model.json.Json;
import io.djong.runtime.spec.HostDefaults;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A configuration that was read while the daemon runs.
 *
 * @param attributes what the event says that tells of it: the settings that may change, in Docker's words
 */
public record Reloaded(DaemonConfig config, Map<String, String> attributes) {
    public Reloaded {
        attributes = Map.copyOf(attributes);
    }

    static Reloaded of(DaemonConfig config, Settings settings) {
        HostDefaults host = config.containers().host();
        Map<String, String> told = new TreeMap<>();
        told.put("debug", String.valueOf(config.debug()));
        told.put("default-cgroupns-mode", host.cgroupnsMode());
        told.put("default-ipc-mode", host.ipcMode());
        told.put("default-runtime", config.defaultRuntime());
        told.put("default-shm-size", String.valueOf(host.shmSize()));
        told.put("features", features(settings));
        told.put("insecure-registries", list(settings.all(Options.INSECURE_REGISTRY)));
        told.put("labels", list(config.labels()));
        told.put("live-restore", String.valueOf(config.shutdown().leavesContainers()));
        told.put("max-concurrent-downloads", String.valueOf(config.transfers().downloads()));
        told.put("max-concurrent-uploads", String.valueOf(config.transfers().uploads()));
        told.put(
                "max-download-attempts",
                String.valueOf(config.registries().patience().attempts()));
        told.put("registry-mirrors", list(settings.all(Options.REGISTRY_MIRROR)));
        told.put(
                "runtimes",
                config.runtimes().stream()
                        .map(runtime -> runtime.name() + ":" + runtime.program())
                        .collect(Collectors.joining(" ")));
        told.put("shutdown-timeout", String.valueOf(config.shutdown().timeoutSeconds()));
        return new Reloaded(config, told);
    }

    private static String list(List<String> texts) {
        return Json.text(texts);
    }

    /** As Go prints a map. */
    private static String features(Settings settings) {
        return new TreeMap<>(ConfigReader.pairs(settings.all(Options.FEATURE)))
                .entrySet().stream()
                        .map(feature -> feature.getKey() + ":" + feature.getValue())
                        .collect(Collectors.joining(" ", "map[", "]"));
    }
}
