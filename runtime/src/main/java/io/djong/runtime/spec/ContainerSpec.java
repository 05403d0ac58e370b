package io.djong.runtime.spec;

import io.djong.model.ContainerId;
import io.djong.model.container.ContainerConfig;
import io.djong.model.container.HostConfig;
import io.djong.runtime.cdi.ContainerEdits;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A container about to start: what was asked for, and everything in it that had to be looked up.
 *
 * @param id its identity
 * @param config what runs, with the image's defaults merged in: environment, command, user, working directory
 * @param host what it gets of the host; binds, volumes, network and modes in it are not read: they are below
 * @param rootfs its mounted root file system
 * @param hostname its host name
 * @param namespaces its namespaces, with {@code container:} modes resolved to paths
 * @param mounts binds and volumes, and the files that the engine provides, as {@code /etc/resolv.conf}; tmpfs mounts
 *     are taken from {@code host}
 * @param edits what the devices need that it asks for by name or by what they can do
 * @param init the init program to put in front of the command; the empty path for none
 * @param environment variables that links give it, under its own
 * @param users its user namespace; empty for the daemon's
 */
public record ContainerSpec(
        ContainerId id,
        ContainerConfig config,
        HostConfig host,
        Path rootfs,
        String hostname,
        Namespaces namespaces,
        List<BindMount> mounts,
        Optional<ContainerEdits> edits,
        Path init,
        List<String> environment,
        Optional<RemappedUsers> users) {
    public ContainerSpec {
        environment = List.copyOf(environment);
        mounts = List.copyOf(mounts);
    }
}
