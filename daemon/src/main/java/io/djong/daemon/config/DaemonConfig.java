package io.djong.daemon.config;

import io.djong.http.ListenAddress;
import io.djong.model.container.LogConfig;
import io.djong.network.NetworkConfig;
import io.djong.registry.RegistrySettings;
import io.djong.runtime.RuntimeCommand;
import io.djong.runtime.spec.ContainerDefaults;
import io.djong.store.image.ImageStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the daemon is to do, from flags and files: immutable, checked, with every default filled in.
 *
 * @param hosts where to listen; empty for the default places
 * @param group that may use the sockets
 * @param logs the log driver of containers that ask for none
 * @param defaultRuntime the name of the OCI runtime of containers that ask for none
 * @param runtimes OCI runtimes but runc; a program without a directory is to be looked for
 * @param cdiDirectories of CDI specifications, in the order of rising precedence; empty where CDI is turned off
 * @param containers what containers get that do not ask for something else
 * @param usernsRemap whose subordinate ids the users of containers are; empty for the host's own users
 * @param securityOptions how containers are confined by default, in the words of {@code info}
 * @param warnings what was accepted without effect, to be logged once
 */
public record DaemonConfig(
        Path dataRoot,
        Path execRoot,
        Optional<Path> pidFile,
        List<ListenAddress> hosts,
        String group,
        boolean debug,
        RegistrySettings registries,
        TransferConfig transfers,
        ImageStore.Blobs blobs,
        NetworkConfig network,
        LogConfig logs,
        String defaultRuntime,
        List<RuntimeCommand> runtimes,
        List<Path> cdiDirectories,
        ContainerDefaults containers,
        String usernsRemap,
        ShutdownConfig shutdown,
        ServeConfig serve,
        List<String> securityOptions,
        List<String> labels,
        List<String> warnings) {

    public DaemonConfig {
        hosts = List.copyOf(hosts);
        runtimes = List.copyOf(runtimes);
        cdiDirectories = List.copyOf(cdiDirectories);
        securityOptions = List.copyOf(securityOptions);
        labels = List.copyOf(labels);
        warnings = List.copyOf(warnings);
    }

    /** What is dangerous in it, in the words of {@code info}. */
    public List<String> dangers() {
        List<String> dangers = new ArrayList<>();
        for (ListenAddress host : hosts) {
            if (host instanceof ListenAddress.Tcp(var address)) {
                dangers.add("WARNING: API is accessible on http://" + address.getHostString() + ":" + address.getPort()
                        + " without encryption.\n         Access to the remote API is equivalent to root access on the"
                        + " host.");
            }
        }
        if (securityOptions.stream().noneMatch("name=seccomp,profile=builtin"::equals)) {
            dangers.add("WARNING: daemon is not using the default seccomp profile");
        }
        return dangers;
    }
}
