package io.djong.network;

import io.djong.kernel.namespace.NetworkNamespace;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A sandbox to be opened.
 *
 * @param id its identity, unique and fit for a file name: the container's id
 * @param name the container's name, for messages and for nothing else
 * @param hostname the hostname inside; empty in a sandbox of the host's namespaces means the host's
 * @param endpoints the attachments, the first of which gives the default route; {@code host} and {@code none} stand alone
 * @param ports what to publish; ignored without an attachment to a bridge, as Docker does
 * @param extraHosts lines for the hosts file in the form {@code name:address}, where the address may be {@code host-gateway}
 * @param directory where {@code resolv.conf}, {@code hosts} and {@code hostname} are written; it exists
 * @param namespace makes its network namespace; empty for one that belongs to the daemon's user namespace
 */
public record SandboxRequest(
        String id,
        String name,
        String hostname,
        String domainname,
        List<EndpointRequest> endpoints,
        List<PortRequest> ports,
        Dns dns,
        List<String> extraHosts,
        Path directory,
        Optional<Supplier<NetworkNamespace>> namespace) {
    public SandboxRequest {
        endpoints = List.copyOf(endpoints);
        ports = List.copyOf(ports);
        extraHosts = List.copyOf(extraHosts);
    }

    /** In a namespace that belongs to the daemon's user namespace. */
    public SandboxRequest(
            String id,
            String name,
            String hostname,
            String domainname,
            List<EndpointRequest> endpoints,
            List<PortRequest> ports,
            Dns dns,
            List<String> extraHosts,
            Path directory) {
        this(id, name, hostname, domainname, endpoints, ports, dns, extraHosts, directory, Optional.empty());
    }

    /** In a namespace that is made so, once, if it needs one. */
    public SandboxRequest in(Supplier<NetworkNamespace> maker) {
        return new SandboxRequest(
                id, name, hostname, domainname, endpoints, ports, dns, extraHosts, directory, Optional.of(maker));
    }
}
