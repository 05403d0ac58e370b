package io.djong.engine.remap;

import io.djong.kernel.KernelException;
import io.djong.kernel.mount.Mounts;
import io.djong.kernel.mount.Reach;
import io.djong.kernel.mount.UnmountFlag;
import io.djong.kernel.namespace.IdMapping;
import io.djong.kernel.namespace.NetworkNamespace;
import io.djong.kernel.namespace.UserNamespace;
import io.djong.kernel.namespace.UserNamespaces;
import io.djong.model.container.HostConfig;
import io.djong.model.error.InvalidArgument;
import io.djong.model.error.Unavailable;
import io.djong.runtime.spec.RemappedUsers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;

/**
 * Gives containers a user namespace, where the daemon is told to: all but those that want the host's.
 *
 * <p>A container's user namespace is the one to which its network namespace belongs; containers that join namespaces of
 * another are in that one's user namespace.
 */
public final class UserRemap implements AutoCloseable {
    private static final String HOST = "host";

    private final UserNamespaces namespaces;
    private final ContainerUsers remapped;
    private final ContainerUsers plain;

    /**
     * @param ids the mapping; empty for none
     * @param shifted where what is below the data root is shown shifted; a place of this object's own
     */
    public UserRemap(UserNamespaces namespaces, Optional<IdMapping> ids, Path dataRoot, Path shifted) {
        this.namespaces = namespaces;
        this.remapped = new ContainerUsers(ids, dataRoot, shifted);
        this.plain = new ContainerUsers(Optional.empty(), dataRoot, shifted);
    }

    /**
     * Mounts what containers need, and takes away what a daemon left that was killed: containers have mounts of their own
     * of it.
     *
     * @throws Unavailable if the kernel or the file system cannot show files shifted
     */
    public void start() throws IOException {
        Path shifted = remapped.shifted();
        close();
        if (!isOn()) {
            return;
        }
        Files.createDirectories(shifted);
        requireReachable(shifted);
        try (UserNamespace ids = namespaces.forMounts(remapped.ids().orElseThrow())) {
            Mounts.shifted(remapped.dataRoot(), shifted, Reach.RECURSIVE, ids.fd());
        } catch (KernelException e) {
            throw new Unavailable(
                    "users cannot be remapped: that takes Linux 5.19, user namespaces, and a file system below "
                            + remapped.dataRoot() + " that has id-mapped mounts, as ext4, xfs and btrfs: "
                            + e.getMessage(),
                    e);
        }
    }

    /** Containers' root, who is nobody on the host, must find their file systems. */
    private static void requireReachable(Path directory) throws IOException {
        for (Path above = directory.getParent(); above != null; above = above.getParent()) {
            if (!Files.getPosixFilePermissions(above).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                throw new InvalidArgument("a directory in the path of --exec-root (" + above
                        + ") restricts access to the remapped root uid/gid; please fix by allowing 'o+x' permissions");
            }
        }
    }

    /** Whether containers are remapped that do not say otherwise. */
    public boolean isOn() {
        return remapped.areRemapped();
    }

    /** The users of a container with these settings. */
    public ContainerUsers of(HostConfig host) {
        return host.usernsMode().equals(HOST) ? plain : remapped;
    }

    /** Those of containers that do not say otherwise. */
    public ContainerUsers users() {
        return remapped;
    }

    /** Checks settings. @throws InvalidArgument in Docker's words if a container with these settings cannot be remapped, and is to be */
    public void check(HostConfig host) {
        if (!of(host).areRemapped()) {
            return;
        }
        refuse(
                host.privileged(),
                "privileged mode is incompatible with user namespaces.  You must run the container in the host"
                        + " namespace when running privileged mode");
        refuse(
                host.networkMode().equals(HOST),
                "cannot share the host's network namespace when user namespaces are enabled");
        refuse(host.pidMode().equals(HOST), "cannot share the host PID namespace when user namespaces are enabled");
    }

    private static void refuse(boolean impossible, String words) {
        if (impossible) {
            throw new InvalidArgument(words);
        }
    }

    /** Makes a user namespace and the network namespace that belongs to it. */
    public NetworkNamespace network() {
        return namespaces.network(remapped.ids().orElseThrow());
    }

    /** Makes a network namespace that belongs to the user namespace of a process. */
    public NetworkNamespace networkBeside(long pid) {
        try (UserNamespace owner = require(UserNamespace.of(pid))) {
            return namespaces.networkIn(owner);
        }
    }

    /**
     * Holds the user namespace of a container until the runtime has put it there.
     *
     * @param network its network namespace; empty for the host's
     * @throws InvalidArgument if it is to be remapped, and the network namespace is not of any such container
     */
    public Held hold(ContainerUsers users, Optional<Path> network) {
        return new Held(
                users,
                users.areRemapped() ? Optional.of(owner(network.orElseThrow(UserRemap::shared))) : Optional.empty());
    }

    /** A container's user namespace, if it has one of its own. */
    public record Held(ContainerUsers of, Optional<UserNamespace> namespace) implements AutoCloseable {
        /** What the runtime is told of it. */
        public Optional<RemappedUsers> users() {
            return namespace.map(held -> new RemappedUsers(held.path(), of.ids().orElseThrow()));
        }

        @Override
        public void close() {
            namespace.ifPresent(UserNamespace::close);
        }
    }

    private static UserNamespace owner(Path network) {
        try (NetworkNamespace namespace = NetworkNamespace.open(network)) {
            return require(UserNamespace.owning(namespace));
        }
    }

    private static UserNamespace require(UserNamespace namespace) {
        if (namespace.isOwn()) {
            namespace.close();
            throw shared();
        }
        return namespace;
    }

    private static InvalidArgument shared() {
        return new InvalidArgument(
                "cannot share a namespace of a container that is in the host's user namespace:" + " use --userns=host");
    }

    /** Unmounts it; containers keep what they have. */
    @Override
    public void close() {
        while (Mounts.unmount(remapped.shifted(), UnmountFlag.DETACH)) {
            // until what is below shows
        }
    }
}
