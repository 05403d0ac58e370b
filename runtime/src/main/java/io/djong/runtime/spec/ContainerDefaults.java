package io.djong.runtime.spec;

import io.djong.model.error.InvalidArgument;
import io.djong.runtime.cgroup.RealTimeShare;

/**
 * What the daemon's configuration gives to containers that do not ask for something else.
 *
 * @param cgroupParent the group that holds the containers' own, from the root of each hierarchy
 * @param seccomp a profile in Docker's format, {@code builtin} or {@code unconfined}
 * @param noNewPrivileges whether programs are kept from gaining privileges
 * @param host what they get of the host
 * @param realTime what the groups above their own have of real-time scheduling, to share among them
 */
public record ContainerDefaults(
        String cgroupParent, String seccomp, boolean noNewPrivileges, HostDefaults host, RealTimeShare realTime) {
    public static final ContainerDefaults STANDARD = new ContainerDefaults("/djong", Seccomp.BUILT_IN, false);

    /** @throws InvalidArgument if the profile is none */
    public ContainerDefaults {
        Seccomp.check(seccomp);
        if (cgroupParent.isEmpty()) {
            throw new InvalidArgument("the parent of containers' control groups has no name");
        }
    }

    /** With the usual share of the host. */
    public ContainerDefaults(String cgroupParent, String seccomp, boolean noNewPrivileges) {
        this(cgroupParent, seccomp, noNewPrivileges, HostDefaults.STANDARD);
    }

    /** Without real-time scheduling. */
    public ContainerDefaults(String cgroupParent, String seccomp, boolean noNewPrivileges, HostDefaults host) {
        this(cgroupParent, seccomp, noNewPrivileges, host, RealTimeShare.NONE);
    }

    public ContainerDefaults withSeccomp(String profile) {
        return new ContainerDefaults(cgroupParent, profile, noNewPrivileges, host, realTime);
    }
}
