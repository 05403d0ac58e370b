package io.djong.runtime.spec;

import io.djong.model.container.Ulimit;
import io.djong.model.error.InvalidArgument;
import java.util.List;
import java.util.Set;

/**
 * What containers get of the host where they do not say otherwise.
 *
 * @param ipcMode {@code private} or {@code shareable}
 * @param cgroupnsMode {@code private} or {@code host}; empty for what the kernel's version of cgroups suggests
 * @param shmSize of {@code /dev/shm}, in bytes
 * @param ulimits under the containers' own
 * @param init whether an init program runs in front
 * @param initPath the init program; empty for one that is found
 */
public record HostDefaults(
        String ipcMode, String cgroupnsMode, long shmSize, List<Ulimit> ulimits, boolean init, String initPath) {
    public static final HostDefaults STANDARD = new HostDefaults("private", "", 64L << 20, List.of(), false, "");

    /** @throws InvalidArgument if a mode is none, or a size */
    public HostDefaults {
        if (!Set.of("private", "shareable").contains(ipcMode)) {
            throw new InvalidArgument("IPC mode \"" + ipcMode + "\" is not supported as default value");
        }
        if (!Set.of("", "private", "host").contains(cgroupnsMode)) {
            throw new InvalidArgument(
                    "default cgroup namespace mode (" + cgroupnsMode + ") is invalid; use \"host\" or \"private\"");
        }
        if (shmSize <= 0) {
            throw new InvalidArgument("the size of /dev/shm must be positive: " + shmSize);
        }
        ulimits = List.copyOf(ulimits);
    }
}
