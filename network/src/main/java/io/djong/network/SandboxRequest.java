package io.djong.network;

import java.nio.file.Path;
import java.util.List;

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
        Path directory) {
    public SandboxRequest {
        endpoints = List.copyOf(endpoints);
        ports = List.copyOf(ports);
        extraHosts = List.copyOf(extraHosts);
    }
}
