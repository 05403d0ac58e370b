package io.djong.runtime.spec;

import io.djong.kernel.mount.Mounts;
import io.djong.model.container.HostConfig;
import io.djong.model.container.MountSpec;
import io.djong.model.error.InvalidArgument;
import io.djong.runtime.spec.BindMount.Propagation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A container's mounts in the order in which they are made: the kernel's file systems at their places, then the user's,
 * outer ones before inner ones. A user's mount takes the place of a default one.
 */
final class MountTable {
    private static final Set<String> WRITABLE_IN_READ_ONLY_ROOT =
            Set.of("/proc", "/dev", "/dev/pts", "/dev/shm", "/dev/mqueue");

    private static final Set<String> LOCKED =
            Set.of("ro", "nosuid", "nodev", "noexec", "noatime", "nodiratime", "relatime");

    /** An entry of the configuration. */
    record Entry(String destination, String type, String source, List<String> options) {
        Entry with(String option) {
            List<String> more = new ArrayList<>(options);
            more.add(option);
            return new Entry(destination, type, source, more);
        }

        Entry without(String option) {
            return new Entry(
                    destination,
                    type,
                    source,
                    options.stream().filter(o -> !o.equals(option)).toList());
        }
    }

    private static final List<Entry> DEFAULTS = List.of(
            new Entry("/proc", "proc", "proc", List.of("nosuid", "noexec", "nodev")),
            new Entry("/dev", "tmpfs", "tmpfs", List.of("nosuid", "strictatime", "mode=755", "size=65536k")),
            new Entry(
                    "/dev/pts",
                    "devpts",
                    "devpts",
                    List.of("nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5")),
            new Entry("/sys", "sysfs", "sysfs", List.of("nosuid", "noexec", "nodev", "ro")),
            new Entry("/sys/fs/cgroup", "cgroup", "cgroup", List.of("ro", "nosuid", "noexec", "nodev")),
            new Entry("/dev/mqueue", "mqueue", "mqueue", List.of("nosuid", "noexec", "nodev")),
            new Entry("/dev/shm", "tmpfs", "shm", List.of("nosuid", "noexec", "nodev", "mode=1777")));

    private final ContainerSpec spec;
    private final HostFacts facts;
    private final SecurityOptions security;

    MountTable(ContainerSpec spec, HostFacts facts, SecurityOptions security) {
        this.spec = spec;
        this.facts = facts;
        this.security = security;
    }

    List<Entry> entries() {
        Map<String, Entry> asked = asked();
        List<Entry> all = new ArrayList<>();
        for (Entry entry : DEFAULTS) {
            if (!replaced(entry.destination(), asked.keySet())) {
                all.add(adjusted(entry));
            }
        }
        all.addAll(asked.values());
        return all;
    }

    /** The propagation that the root needs for its mounts to have theirs; empty for the runtime's default. */
    String rootPropagation() {
        Set<Propagation> used =
                Set.copyOf(spec.mounts().stream().map(BindMount::propagation).toList());
        if (used.contains(Propagation.SHARED) || used.contains(Propagation.RSHARED)) {
            return "shared";
        }
        return used.contains(Propagation.SLAVE) || used.contains(Propagation.RSLAVE) ? "rslave" : "";
    }

    private boolean replaced(String place, Set<String> asked) {
        return asked.contains(place)
                || (asked.contains("/dev") && place.startsWith("/dev/"))
                || (place.equals("/dev/shm") && spec.host().ipcMode().equals("none"));
    }

    private Entry adjusted(Entry entry) {
        HostConfig host = spec.host();
        return switch (entry.destination()) {
            case "/dev/shm" ->
                entry.with("size=" + (host.shmSize() > 0 ? host.shmSize() : HostDefaults.STANDARD.shmSize()));
            case "/sys" -> host.privileged() ? entry.without("ro") : entry;
            // In a user namespace a mount of the host's cannot be made read-only; who is nobody there writes nothing.
            case "/sys/fs/cgroup" ->
                security.writableCgroups() || spec.users().isPresent() ? entry.without("ro") : entry;
            default -> {
                boolean readOnly = host.readonlyRootfs() && !WRITABLE_IN_READ_ONLY_ROOT.contains(entry.destination());
                yield readOnly && !entry.options().contains("ro") ? entry.with("ro") : entry;
            }
        };
    }

    /** The user's mounts by place, in order. */
    private Map<String, Entry> asked() {
        Comparator<String> outerFirst = Comparator.comparingInt(MountTable::depth);
        Map<String, Entry> byPlace = new TreeMap<>(outerFirst.thenComparing(Comparator.naturalOrder()));
        if (spec.namespaces().ipc() instanceof NamespaceMode.Host) {
            put(byPlace, bind(BindMount.of(Path.of("/dev/shm"), "/dev/shm", BindMount.Access.READ_WRITE)));
        }
        spec.host().tmpfs().forEach((place, options) -> put(byPlace, TmpfsMount.of(place, options)));
        for (MountSpec mount : spec.host().mounts()) {
            if (mount.type().equals("tmpfs")) {
                put(byPlace, TmpfsMount.of(mount));
            }
        }
        spec.mounts().forEach(mount -> put(byPlace, bind(mount)));
        return byPlace;
    }

    private static void put(Map<String, Entry> entries, Entry entry) {
        entries.put(entry.destination(), entry);
    }

    private static int depth(String place) {
        return Path.of(place).getNameCount();
    }

    private Entry bind(BindMount mount) {
        List<String> options = new ArrayList<>();
        options.add(mount.reach() == BindMount.Reach.RECURSIVE ? "rbind" : "bind");
        switch (mount.access()) {
            case READ_WRITE -> {}
            case READ_ONLY -> options.add(facts.kernel().atLeast(5, 12) ? "rro" : "ro");
            case READ_ONLY_TOP -> options.add("ro");
        }
        options.add(mount.propagation().option());
        if (spec.users().isPresent()) {
            lockedFlags(mount.source()).filter(flag -> !options.contains(flag)).forEach(options::add);
        }
        return new Entry(place(mount.target()), "bind", mount.source().toString(), options);
    }

    /** What the host's mount is restricted by, which a user namespace may not take off (mount_namespaces(7)). */
    private static Stream<String> lockedFlags(Path source) {
        return Mounts.containing(source).stream()
                .flatMap(host -> host.options().stream())
                .filter(LOCKED::contains);
    }

    static String place(String target) {
        Path path = Path.of(target).normalize();
        if (path.isAbsolute() && path.getNameCount() == 0) {
            throw new InvalidArgument("invalid specification: destination can't be '/'");
        }
        if (!path.isAbsolute()) {
            throw new InvalidArgument("invalid mount path: '" + target + "' mount path must be absolute");
        }
        return path.toString();
    }
}
