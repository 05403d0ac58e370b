package io.djong.runtime.cdi;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a container's configuration gets for devices (CDI specification, {@code containerEdits}).
 *
 * @param env variables, {@code NAME=value}
 * @param groups additional groups of the main process
 * @param cache the share of the processors' cache and memory bandwidth, as the runtime-spec's {@code intelRdt}: strings
 *     and flags by name; empty for none
 */
public record ContainerEdits(
        List<String> env,
        List<DeviceNode> deviceNodes,
        List<Mount> mounts,
        List<Hook> hooks,
        List<Long> groups,
        Map<String, Object> cache) {
    public static final ContainerEdits NONE =
            new ContainerEdits(List.of(), List.of(), List.of(), List.of(), List.of(), Map.of());

    /**
     * A device file.
     *
     * @param path in the container
     * @param hostPath the host's device file, of which what is absent here is taken
     * @param type {@code c}, {@code b}, {@code u} or {@code p}; empty for the host's
     * @param permissions of {@code r}, {@code w} and {@code m}; empty for all
     */
    public record DeviceNode(
            String path,
            String hostPath,
            String type,
            OptionalLong major,
            OptionalLong minor,
            OptionalInt fileMode,
            String permissions,
            OptionalLong uid,
            OptionalLong gid) {
        /** The host's device file at its own place, with all permissions. */
        public static DeviceNode of(String path, String hostPath, String permissions) {
            return new DeviceNode(
                    path,
                    hostPath,
                    "",
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalInt.empty(),
                    permissions,
                    OptionalLong.empty(),
                    OptionalLong.empty());
        }
    }

    /** A mount; one that says no type is a bind mount. */
    public record Mount(String hostPath, String containerPath, String type, List<String> options) {
        public Mount {
            options = List.copyOf(options);
        }
    }

    /**
     * A program that the runtime runs.
     *
     * @param when as {@code createContainer}
     * @param args beginning with the program's name; empty for none
     * @param env its environment; empty for the runtime's own
     * @param timeout in seconds
     */
    public record Hook(String when, String path, List<String> args, List<String> env, Optional<Integer> timeout) {
        public Hook {
            args = List.copyOf(args);
            env = List.copyOf(env);
        }
    }

    public ContainerEdits {
        env = List.copyOf(env);
        deviceNodes = List.copyOf(deviceNodes);
        mounts = List.copyOf(mounts);
        hooks = List.copyOf(hooks);
        groups = List.copyOf(groups);
        cache = Map.copyOf(cache);
    }

    public static ContainerEdits ofEnv(List<String> env) {
        return new ContainerEdits(env, List.of(), List.of(), List.of(), List.of(), Map.of());
    }

    public static ContainerEdits ofHook(Hook hook) {
        return new ContainerEdits(List.of(), List.of(), List.of(), List.of(hook), List.of(), Map.of());
    }

    public boolean isEmpty() {
        return equals(NONE);
    }

    /** These, then the others. */
    public ContainerEdits and(ContainerEdits others) {
        return new ContainerEdits(
                join(env, others.env),
                join(deviceNodes, others.deviceNodes),
                join(mounts, others.mounts),
                join(hooks, others.hooks),
                join(groups, others.groups),
                others.cache.isEmpty() ? cache : others.cache);
    }

    private static <T> List<T> join(List<T> first, List<T> second) {
        List<T> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
