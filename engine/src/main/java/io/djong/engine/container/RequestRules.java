package io.djong.engine.container;

import io.djong.kernel.process.Signal;
import io.djong.model.container.ContainerConfig;
import io.djong.model.container.Environment;
import io.djong.model.container.HostConfig;
import io.djong.model.container.ImageOptions;
import io.djong.model.container.MountSpec;
import io.djong.model.container.VolumeOptions;
import io.djong.model.error.InvalidArgument;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What dockerd refuses of a request to create a container, whatever the host, in its words. */
final class RequestRules {
    private static final int MOST_OOM_SCORE = 1000;

    private final ContainerConfig config;
    private final HostConfig host;

    /** @param config as it was asked for, without the image's */
    RequestRules(ContainerConfig config, HostConfig host) {
        this.config = config;
        this.host = host;
    }

    /** @throws InvalidArgument if something is wrong */
    void check() {
        String directory = config.workingDir();
        require(
                directory.isEmpty() || directory.startsWith("/"),
                "the working directory '" + directory + "' is invalid, it needs to be an absolute path");
        for (String variable : config.env()) {
            require(!Environment.name(variable).isEmpty(), "invalid environment variable: " + variable);
        }
        require(
                config.stopSignal().isEmpty()
                        || Signal.parse(config.stopSignal()).isPresent(),
                "Invalid signal: " + config.stopSignal());
        require(
                !host.annotations().containsKey(""),
                "invalid Annotations: the empty string is not permitted as an" + " annotation key");
        require(host.shmSize() >= 0, "SHM size can not be less than 0");
        require(
                Math.abs((long) host.oomScoreAdj()) <= MOST_OOM_SCORE,
                "Invalid value " + host.oomScoreAdj() + ", range for oom score adj is [-1000, 1000]");
        orEmpty(host.extraHosts()).forEach(RequestRules::checkExtraHost);
        checkNamespaces();
        checkNetwork();
    }

    /**
     * Checks what becomes a path or an argument, which for the kernel end at a NUL.
     *
     * @param config with the image's
     */
    static void refuseNul(ContainerConfig config, HostConfig host) {
        Stream<String> ofMounts = host.mounts().stream().flatMap(RequestRules::paths);
        Stream<String> ofDevices =
                host.devices().stream().flatMap(device -> Stream.of(device.pathOnHost(), device.pathInContainer()));
        Stream<String> ofProcess = Stream.of(config.env(), orEmpty(config.entrypoint()), orEmpty(config.cmd()))
                .flatMap(List::stream);
        Stream<String> single = Stream.of(config.workingDir(), config.user(), config.hostname(), host.cgroupParent());
        boolean clean = Stream.of(
                        ofMounts,
                        ofDevices,
                        ofProcess,
                        single,
                        orEmpty(host.binds()).stream(),
                        config.volumes().keySet().stream(),
                        host.tmpfs().keySet().stream())
                .flatMap(texts -> texts)
                .allMatch(text -> text.indexOf('\0') < 0);
        require(clean, "invalid container config: a path or an argument has a NUL in it");
    }

    private static Stream<String> paths(MountSpec mount) {
        VolumeOptions volume = mount.volumeOptions();
        ImageOptions image = mount.imageOptions();
        return Stream.of(
                mount.source(),
                mount.target(),
                volume == null ? "" : volume.subpath(),
                image == null ? "" : image.subpath());
    }

    private static void checkExtraHost(String entry) {
        int colon = entry.indexOf(':');
        require(colon > 0 && colon < entry.length() - 1, "bad format for add-host: \"" + entry + "\"");
        String address = entry.substring(colon + 1);
        require(
                address.equals("host-gateway") || isAddress(address),
                "invalid IP address in add-host: \"" + address + "\"");
    }

    private static boolean isAddress(String text) {
        boolean bracketed = text.startsWith("[") && text.endsWith("]");
        try {
            InetAddress.ofLiteral(bracketed ? text.substring(1, text.length() - 1) : text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void checkNamespaces() {
        String ipc = host.ipcMode();
        require(
                Set.of("", "private", "shareable", "none", "host").contains(ipc) || namesContainer(ipc),
                "Invalid IPC mode: " + ipc);
        require(isHostOr(host.pidMode()) || namesContainer(host.pidMode()), "invalid PID mode: " + host.pidMode());
        require(isHostOr(host.utsMode()), "invalid UTS mode: " + host.utsMode());
        require(
                isHostOr(host.cgroupnsMode()) || host.cgroupnsMode().equals("private"),
                "invalid cgroup namespace mode: " + host.cgroupnsMode());
    }

    private static boolean isHostOr(String mode) {
        return mode.isEmpty() || mode.equals("host");
    }

    private static boolean namesContainer(String mode) {
        return NamespaceOwner.of(mode).isPresent();
    }

    private void checkNetwork() {
        String mode = host.networkMode();
        require(
                !mode.equals("container") && !mode.equals("container:"),
                "Invalid network mode: invalid container format container:<name|id>");
        boolean hosts = mode.equals("host");
        boolean joined = namesContainer(mode);
        refuse(joined && !config.hostname().isEmpty(), "hostname and the network mode");
        refuse(host.utsMode().equals("host") && !config.hostname().isEmpty(), "hostname and the UTS mode");
        boolean links = !orEmpty(host.links()).isEmpty();
        refuse(
                hosts && links,
                "host type networking can't be used with links. This would result in undefined behavior");
        refuse(
                joined && links,
                "container type network can't be used with links. This would result in undefined behavior");
        refuse(joined && !host.dns().isEmpty(), "dns and the network mode");
        refuse(joined && !orEmpty(host.extraHosts()).isEmpty(), "custom host-to-IP mapping and the network mode");
        refuse((joined || hosts) && !config.macAddress().isEmpty(), "mac-address and the network mode");
        refuse(
                joined && (!host.portBindings().isEmpty() || host.publishAllPorts()),
                "port publishing and the container type network mode");
        refuse(joined && !config.exposedPorts().isEmpty(), "port exposing and the container type network mode");
    }

    private static void refuse(boolean conflict, String options) {
        require(!conflict, "conflicting options: " + options);
    }

    private static void require(boolean holds, String words) {
        if (!holds) {
            throw new InvalidArgument(words);
        }
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
