package io.djong.engine.container;

import io.djong.engine.remap.ContainerUsers;
import io.djong.kernel.Errno;
import io.djong.kernel.KernelException;
import io.djong.kernel.file.Access;
import io.djong.kernel.file.Directory;
import io.djong.kernel.file.FileHandle;
import io.djong.kernel.file.Owner;
import io.djong.kernel.mount.MountFlag;
import io.djong.kernel.mount.Mounts;
import io.djong.kernel.mount.Reach;
import io.djong.kernel.namespace.MountNamespace;
import io.djong.model.error.Internal;
import io.djong.runtime.Task;
import io.djong.runtime.spec.BindMount;
import io.djong.store.layer.ArchiveIds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A container's files with its volumes, binds and network files: while it runs as its processes see them, else in a
 * mount namespace made for the purpose, which goes with this object.
 */
final class ContainerTree implements AutoCloseable {
    private static final List<String> NETWORK_FILES = List.of("hostname", "hosts", "resolv.conf");

    private final RootFileSystems.Lent lent;
    private final MountNamespace mounts;
    private final boolean live;

    private ContainerTree(RootFileSystems.Lent lent, MountNamespace mounts, boolean live) {
        this.lent = lent;
        this.mounts = mounts;
        this.live = live;
    }

    /** @throws io.djong.model.error.NotFound if it is removed meanwhile */
    static ContainerTree open(Container container, ContainerFiles files) {
        try {
            RootFileSystems.Lent lent = files.roots()
                    .lend(container.id(), files.remap().of(container.record().host()));
            try {
                return in(lent, container, files);
            } catch (RuntimeException e) {
                lent.close();
                throw e;
            }
        } catch (KernelException e) {
            throw container.state().status().isLeaving()
                    ? ContainerIndex.unknown(container.id().value())
                    : Internal.failedTo("open the files of container " + container.id(), e);
        }
    }

    private static ContainerTree in(RootFileSystems.Lent lent, Container container, ContainerFiles files) {
        Optional<MountNamespace> inside = container.task().flatMap(Task::mounts);
        MountNamespace mounts = inside.orElseGet(
                () -> MountNamespace.around(lent.path(), root -> furnish(root, container.record(), files, lent.ids())));
        return new ContainerTree(lent, mounts, inside.isPresent());
    }

    /** Mounts what a start would, as far as it is there; outer mounts before inner ones. */
    private static void furnish(Directory root, ContainerRecord record, ContainerFiles files, ArchiveIds ids) {
        List<PlannedMount> mounts = new MountPlan(record, files.volumes().paths()).mounts();
        files.mountedVolumes(record, mounts).forEach(files.volumes()::mount); // in this namespace alone
        String place = "look-" + record.id() + "-" + Thread.currentThread().threadId();
        try (BindMounts sources = files.bindMounts(record, place)) {
            binds(record, files, mounts, sources).forEach(bind -> mount(bind, root, ids));
        }
    }

    private static List<BindMount> binds(
            ContainerRecord record, ContainerFiles files, List<PlannedMount> mounts, BindMounts sources) {
        ContainerUsers users = files.remap().of(record.host());
        List<BindMount> binds = new ArrayList<>();
        for (String name : NETWORK_FILES) {
            Path source = users.seen(files.paths().directory(record.id()).resolve(name));
            binds.add(BindMount.of(source, "/etc/" + name, BindMount.Access.READ_WRITE));
        }
        for (PlannedMount mount : mounts) {
            binds.removeIf(other -> other.target().equals(mount.point().destination()));
            binds.add(mount.bind(sources.source(mount), BindMount.Propagation.RPRIVATE));
        }
        binds.removeIf(bind -> !Files.exists(bind.source()));
        binds.sort(Comparator.comparingInt(bind -> Path.of(bind.target()).getNameCount()));
        return binds;
    }

    private static void mount(BindMount bind, Directory root, ArchiveIds ids) {
        Reach reach = bind.reach() == BindMount.Reach.TOP ? Reach.ONE : Reach.RECURSIVE;
        Set<MountFlag> flags = bind.access() == BindMount.Access.READ_WRITE ? Set.of() : Set.of(MountFlag.READ_ONLY);
        try (FileHandle target = target(root, bind, ids.root())) {
            Mounts.bind(bind.source(), Path.of(target.procPath()), reach, flags);
        }
    }

    /** The file or directory to mount on, made where it is missing. */
    private static FileHandle target(Directory root, BindMount bind, Owner owner) {
        if (Files.isDirectory(bind.source())) {
            return root.createDirectories(bind.target(), 0755, owner);
        }
        try {
            return root.resolveFile(bind.target(), Access.READ);
        } catch (KernelException e) {
            if (!e.is(Errno.ENOENT)) {
                throw e;
            }
        }
        int slash = bind.target().lastIndexOf('/');
        try (Directory parent = root.createDirectories(bind.target().substring(0, slash + 1), 0755, owner)) {
            FileHandle made = parent.createFile(bind.target().substring(slash + 1), 0755);
            made.setOwner(owner);
            return made;
        }
    }

    Directory root() {
        return mounts.root();
    }

    /** What ids of archives are in its files. */
    ArchiveIds ids() {
        return lent.ids();
    }

    /** Whether the container runs, so that its tmpfs mounts are there. */
    boolean isLive() {
        return live;
    }

    @Override
    public void close() {
        mounts.close();
        lent.close();
    }
}
