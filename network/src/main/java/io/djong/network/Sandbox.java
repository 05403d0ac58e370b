package io.djong.network;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What containers run in: a network namespace, its endpoints and its published ports.
 *
 * <p>A record of its own, which the engine keeps (as JSON) and hands back to {@link Networks#start} after a restart;
 * containers join it.
 *
 * @param id the identity that it was opened with
 * @param name the name of the container that it was opened for
 * @param netns the path that the network namespace is bound at; empty for the host's own namespace
 * @param resolvConf where the file for {@code /etc/resolv.conf} is
 * @param hosts where the file for {@code /etc/hosts} is
 * @param hostnameFile where the file for {@code /etc/hostname} is
 */
public record Sandbox(
        String id,
        String name,
        String netns,
        List<Endpoint> endpoints,
        List<PublishedPort> ports,
        String resolvConf,
        String hosts,
        String hostnameFile) {
    public Sandbox {
        endpoints = endpoints == null ? List.of() : List.copyOf(endpoints);
        ports = ports == null ? List.of() : List.copyOf(ports);
    }

    /** The path that the network namespace is bound at, or nothing for the host's own. */
    @JsonIgnore
    public Optional<Path> namespace() {
        return netns.isEmpty() ? Optional.empty() : Optional.of(Path.of(netns));
    }
}
