package io.djong.network;

import io.djong.model.error.Internal;
import io.djong.model.error.InvalidArgument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Writes what containers of a sandbox see as resolv.conf, hosts and hostname. */
final class SandboxFiles {
    private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");
    /** What systemd-resolved, whose stub on loopback containers cannot reach, asks itself. */
    private static final Path RESOLVED = Path.of("/run/systemd/resolve/resolv.conf");

    private static final Path HOSTS = Path.of("/etc/hosts");

    private final Path directory;

    SandboxFiles(Path directory) {
        this.directory = directory;
    }

    Path resolvConf() {
        return directory.resolve("resolv.conf");
    }

    Path hosts() {
        return directory.resolve("hosts");
    }

    Path hostname() {
        return directory.resolve("hostname");
    }

    /** Writes the files of a sandbox with a namespace of its own. */
    void write(SandboxRequest request, Dns dns, List<Endpoint> endpoints, Optional<String> hostGateway) {
        HostsFile file = HostsFile.ofContainer().extra(request.extraHosts(), hostGateway);
        String names = names(request);
        for (Endpoint endpoint : endpoints) {
            if (endpoint.address() != null) {
                file.line(endpoint.address().toString(), names);
            }
        }
        write(resolvConf(), ResolvConf.forContainer(hostResolvConf(), dns));
        write(hosts(), file.toString());
        writeHostname(request);
    }

    /** Writes the files of a sandbox in the host's namespace. */
    void writeOfHost(SandboxRequest request, Dns dns, Optional<String> hostGateway) {
        write(resolvConf(), ResolvConf.forHost(read(RESOLV_CONF), dns));
        write(
                hosts(),
                HostsFile.ofHost(read(HOSTS))
                        .extra(request.extraHosts(), hostGateway)
                        .toString());
        writeHostname(request);
    }

    private void writeHostname(SandboxRequest request) {
        checkName(request.hostname());
        write(hostname(), request.hostname() + "\n");
    }

    private static String names(SandboxRequest request) {
        checkName(request.hostname());
        checkName(request.domainname());
        return request.domainname().isEmpty()
                ? request.hostname()
                : request.hostname() + "." + request.domainname() + " " + request.hostname();
    }

    private static void checkName(String name) {
        if (name.chars().anyMatch(c -> c <= ' ' || c == 127)) {
            throw new InvalidArgument("invalid hostname format: " + name);
        }
    }

    /** The host's own file, or that of systemd-resolved where the own one names only its stub. */
    private static String hostResolvConf() {
        String own = read(RESOLV_CONF);
        boolean stub = own.lines()
                .map(String::strip)
                .filter(line -> line.startsWith("nameserver"))
                .allMatch(line -> line.endsWith(" 127.0.0.53"));
        return stub && Files.exists(RESOLVED) ? read(RESOLVED) : own;
    }

    /** A file of the host's; one that is missing is empty, as in minimal images. */
    private static String read(Path path) {
        try {
            return Files.exists(path) ? Files.readString(path) : "";
        } catch (IOException e) {
            throw Internal.failedTo("read " + path, e);
        }
    }

    private static void write(Path path, String text) {
        try {
            Files.writeString(path, text);
        } catch (IOException e) {
            throw Internal.failedTo("write " + path, e);
        }
    }
}
