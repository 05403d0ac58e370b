package io.djong.daemon;

import io.djong.daemon.config.DaemonConfig;
import io.djong.engine.image.TransferLimit;
import io.djong.model.Release;
import io.djong.registry.RegistryClient;
import io.djong.registry.RegistrySettings;
import io.djong.runtime.RuntimePaths;
import io.djong.runtime.Runtimes;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The configuration of a daemon that serves, and what is made of those settings that may change meanwhile. Who needs one
 * of them asks for it each time, or holds what is told of the change here.
 */
final class LiveConfig implements AutoCloseable {
    private final Programs programs = new Programs(Optional.ofNullable(System.getenv("PATH")));
    private final RuntimePaths runtimePaths;
    private final RegistryClient registries;
    private final TransferLimit downloads;
    private final TransferLimit uploads;
    private volatile Runtimes runtimes;
    private volatile DaemonConfig config;

    LiveConfig(DaemonConfig config, InstantSource clock) {
        this.config = config;
        this.runtimes = programs.runtimes(config);
        this.runtimePaths = programs.paths(config, () -> runtimes);
        this.registries = new RegistryClient(registrySettings(config), clock);
        this.downloads = new TransferLimit(config.transfers().downloads());
        this.uploads = new TransferLimit(config.transfers().uploads());
    }

    DaemonConfig now() {
        return config;
    }

    RuntimePaths runtimePaths() {
        return runtimePaths;
    }

    RegistryClient registries() {
        return registries;
    }

    TransferLimit downloads() {
        return downloads;
    }

    TransferLimit uploads() {
        return uploads;
    }

    /** Goes on with another one; called by one thread at a time. */
    void adopt(DaemonConfig changed) {
        config = changed;
        runtimes = programs.runtimes(changed);
        registries.configure(registrySettings(changed));
        downloads.set(changed.transfers().downloads());
        uploads.set(changed.transfers().uploads());
        DaemonLog.tellDetails(changed.debug());
    }

    private static RegistrySettings registrySettings(DaemonConfig config) {
        return config.registries()
                .withUserAgent("djong/" + Release.VERSION)
                .withMemory(config.dataRoot().resolve("mirrors.json"));
    }

    @Override
    public void close() {
        registries.close();
    }
}
