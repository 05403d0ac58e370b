package io.djong.daemon.config;

import io.djong.runtime.spec.ContainerDefaults;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the daemon is to do, from flags and files: immutable, checked, with every default filled in.
 *
 * @param hosts addresses to listen on, as {@code unix:///run/djong/docker.sock}; empty for the default
 * @param runtimes OCI runtimes by name: the program's path
 * @param warnings what was accepted without effect, to be logged once
 */
public record DaemonConfig(
        Path dataRoot,
        Path execRoot,
        Optional<Path> pidFile,
        List<String> hosts,
        String group,
        boolean debug,
        Registries registries,
        DefaultNetwork network,
        Resolver resolver,
        Optional<String> logDriver,
        Map<String, String> logOptions,
        String defaultRuntime,
        Map<String, String> runtimes,
        ContainerDefaults containers,
        List<String> labels,
        boolean liveRestore,
        int shutdownTimeoutSeconds,
        List<String> warnings) {

    /** How registries are spoken to. */
    public record Registries(
            List<String> mirrors, List<String> insecure, int maxConcurrentDownloads, int maxDownloadAttempts) {}

    /** The network that containers join by default: its device ("none" for no such network), address and prefix. */
    public record DefaultNetwork(
            String bridge,
            Optional<String> bip,
            Optional<String> fixedCidr,
            Optional<String> hostAddress,
            int mtu,
            boolean firewall) {}

    /** What containers' resolv.conf says instead of the host's. */
    public record Resolver(List<String> servers, List<String> search, List<String> options) {}
}
