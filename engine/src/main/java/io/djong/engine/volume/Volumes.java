package io.djong.engine.volume;

import io.djong.engine.event.EventType;
import io.djong.engine.event.Events;
import io.djong.kernel.mount.Mounts;
import io.djong.kernel.mount.UnmountFlag;
import io.djong.model.ContainerId;
import io.djong.model.error.Conflict;
import io.djong.model.error.InvalidArgument;
import io.djong.model.error.NotFound;
import io.djong.store.db.Database;
import io.djong.store.db.Transaction;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The owner of volumes: of their records, of their directories, and of what is mounted on these. Whoever is about to use
 * some holds them, that nobody removes them meanwhile; containers that are on record are asked for instead.
 */
public final class Volumes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Volumes.class);
    private static final int NAME_BYTES = 32;
    private static final Map<String, String> ATTRIBUTES = Map.of("driver", Volume.DRIVER);

    private final Database database;
    private final Events events;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final VolumePaths paths;
    private final VolumeDirectories directories;
    private final ConcurrentMap<String, Volume> volumes = new ConcurrentHashMap<>();

    /** Held while a volume comes, goes, is mounted or unmounted, which may wait for a transaction: none may wait for it. */
    private final ReentrantLock lock = new ReentrantLock();

    /** How many are about to use which volumes; guarded by {@link #lock}. */
    private final Map<String, Integer> held = new HashMap<>();

    /** Held while one is filled, that no two fill the same; taken before {@link #lock}. */
    private final ReentrantLock filling = new ReentrantLock();

    public Volumes(VolumePaths paths, Database database, Events events, InstantSource clock, RandomGenerator random) {
        this.database = database;
        this.events = events;
        this.clock = clock;
        this.random = random;
        this.paths = paths;
        this.directories = new VolumeDirectories(paths);
    }

    /** Takes over what is on record and what lies there, as somebody's backup, without a record. Called once, first. */
    public void start() {
        directories.start();
        database.read(VolumeTable::load).forEach(volume -> volumes.put(volume.name(), volume));
        Set<String> there = Set.copyOf(directories.names());
        for (Volume volume : List.copyOf(volumes.values())) {
            if (!there.contains(volume.name())) {
                LOG.warn("the directory of volume {} is gone, and the volume with it", volume.name());
                delete(volume.name());
            }
        }
        there.stream().filter(name -> !volumes.containsKey(name)).forEach(this::adopt);
    }

    private void adopt(String name) {
        Volume found = new Volume(name, directories.created(name), Map.of(), Map.of());
        database.write(tx -> VolumeTable.insert(tx, found));
        volumes.put(name, found);
    }

    public Optional<Volume> find(String name) {
        return Optional.ofNullable(volumes.get(name));
    }

    /** All, in no order. */
    public Collection<Volume> all() {
        return List.copyOf(volumes.values());
    }

    public VolumePaths paths() {
        return paths;
    }

    private Path data(String name) {
        return paths.data(name);
    }

    /** Somebody begins to write to a volume. */
    public void used(String name) {
        directories.used(name);
    }

    /**
     * The bytes of a volume's files.
     *
     * @param unused whether nobody writes to it
     * @throws NotFound if it is gone
     */
    public long size(String name, BooleanSupplier unused) {
        return directories.size(name, unused);
    }

    /** Volumes that are not removed until this is closed, whether they are there or not yet. */
    public final class Hold implements AutoCloseable {
        private final Set<String> names;

        private Hold(Set<String> names) {
            this.names = names;
        }

        /** Removes a volume that was made meanwhile, and is not to be, if nobody else is about to use it. */
        public void undo(String name) {
            lock.lock();
            try {
                if (isOurs(name) && volumes.containsKey(name)) {
                    delete(name);
                }
            } finally {
                lock.unlock();
            }
        }

        /** Unmounts what {@link #mount} mounted, unless somebody else is about to use it, or does. */
        public void unmount(String name, BooleanSupplier used) {
            lock.lock();
            try {
                if (isOurs(name) && !used.getAsBoolean()) {
                    Volumes.this.unmount(name);
                }
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                names.forEach(name -> held.computeIfPresent(name, (_, count) -> count == 1 ? null : count - 1));
            } finally {
                lock.unlock();
            }
        }
    }

    /** Whether nobody but the caller, who does, holds a volume. */
    private boolean isOurs(String name) {
        return held.getOrDefault(name, 0) == 1;
    }

    /** Keeps volumes from being removed, until it is known who has them. */
    public Hold hold(Set<String> names) {
        lock.lock();
        try {
            names.forEach(name -> held.merge(name, 1, Integer::sum));
            return new Hold(Set.copyOf(names));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Makes a volume, unless there is one of the name: then that is answered, as in Docker whatever else is asked for.
     *
     * @throws InvalidArgument in Docker's words if the name or an option is wrong
     * @throws NotFound if there is no such driver
     */
    public Volume create(VolumeRequest request) {
        VolumeRequest named =
                request.name().isEmpty() ? request.named(randomName()).anonymous() : request;
        check(named);
        lock.lock();
        try {
            Volume there = volumes.get(named.name());
            return there == null ? make(named) : there;
        } finally {
            lock.unlock();
        }
    }

    private String randomName() {
        byte[] bytes = new byte[NAME_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Whether {@link #create} would take it. @throws InvalidArgument if not @throws NotFound if not, for want of a driver */
    public static void check(VolumeRequest request) {
        String name = request.name();
        VolumeNames.check(name);
        String driver = request.driver();
        if (!driver.isEmpty() && !driver.equals(Volume.DRIVER)) {
            throw new NotFound("create " + name + ": error looking up volume plugin " + driver + ": plugin \"" + driver
                    + "\" not found");
        }
        try {
            LocalOptions.check(request.options());
        } catch (InvalidArgument e) {
            throw new InvalidArgument("create " + name + ": " + e.message(), e);
        }
    }

    private Volume make(VolumeRequest request) {
        Volume volume = new Volume(request.name(), clock.instant(), request.labels(), request.options());
        directories.make(volume.name());
        record(volume);
        volumes.put(volume.name(), volume);
        return volume;
    }

    private void record(Volume volume) {
        events.commit(tx -> {
            events.add(tx, EventType.VOLUME, "create", volume.name(), ATTRIBUTES);
            return VolumeTable.insert(tx, volume);
        });
    }

    /**
     * Fills a volume that is empty with what a root file system has in its place. The caller holds it.
     *
     * @throws InvalidArgument if there is a file in that place
     */
    public void fill(String name, VolumeSource from, VolumeUsers users) {
        filling.lock();
        try {
            if (!isEmpty(name) || !directories.draft(name, from)) {
                return;
            }
            lock.lock();
            try {
                boolean unseen = isOurs(name) && !users.byVolume().containsKey(name) && !isMounted(name);
                if (unseen) {
                    directories.replaceByDraft(name);
                } else {
                    directories.copyDraft(name);
                }
            } finally {
                lock.unlock();
            }
        } finally {
            filling.unlock();
        }
    }

    /** Whether a volume has no files. */
    public boolean isEmpty(String name) {
        return directories.isEmpty(name);
    }

    /** Whether something else is mounted at a volume's place while it is used. */
    public boolean isMounted(String name) {
        return find(name).map(Volume::isMounted).orElse(false);
    }

    /** Mounts what a volume's options say, unless it is mounted already. @throws InvalidArgument if the kernel refuses */
    public void mount(String name) {
        lock.lock();
        try {
            Optional<Volume> volume = find(name).filter(Volume::isMounted);
            if (volume.isPresent() && !Mounts.isMountPoint(data(name))) {
                LocalOptions.mount(volume.get(), data(name));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Unmounts what {@link #mount} mounted, unless somebody is about to use it, or does. */
    public void unmount(String name, BooleanSupplier used) {
        if (!isMounted(name)) {
            return;
        }
        lock.lock();
        try {
            if (!held.containsKey(name) && !used.getAsBoolean()) {
                unmount(name);
            }
        } finally {
            lock.unlock();
        }
    }

    private void unmount(String name) {
        boolean _ = Mounts.unmount(data(name), UnmountFlag.DETACH);
    }

    /** Removes a volume. @throws NotFound if there is none @throws Conflict if somebody has it */
    public void remove(String name, VolumeUsers users) {
        lock.lock();
        try {
            if (!volumes.containsKey(name)) {
                throw new NotFound("get " + name + ": no such volume");
            }
            List<ContainerId> having = users.byVolume().getOrDefault(name, List.of());
            if (held.containsKey(name) || !having.isEmpty()) {
                throw new Conflict("remove " + name + ": volume is in use - "
                        + having.stream().map(ContainerId::value).toList());
            }
            delete(name);
        } finally {
            lock.unlock();
        }
    }

    /** Whether somebody is about to use a volume. */
    public boolean isHeld(String name) {
        lock.lock();
        try {
            return held.containsKey(name);
        } finally {
            lock.unlock();
        }
    }

    /** Removes a volume's record within a transaction that removes more; {@link #discard} follows once that is committed. */
    public void condemn(Transaction tx, String name) {
        int _ = destroyed(tx, name);
    }

    /**
     * Removes what is left of a volume without a record; it gets its record back where somebody has come to use it.
     *
     * @param used whether a container has it
     */
    public void discard(String name, BooleanSupplier used) {
        lock.lock();
        try {
            if (held.containsKey(name) || used.getAsBoolean()) {
                find(name).ifPresent(this::record);
                return;
            }
            if (isMounted(name)) {
                unmount(name);
            }
            volumes.remove(name);
            directories.remove(name);
        } finally {
            lock.unlock();
        }
    }

    /** The directory first: what a crash leaves then is a record without one, which goes at the next start. */
    private void delete(String name) {
        if (isMounted(name)) {
            unmount(name);
        }
        directories.remove(name);
        events.commit(tx -> destroyed(tx, name));
        volumes.remove(name);
    }

    private int destroyed(Transaction tx, String name) {
        events.add(tx, EventType.VOLUME, "destroy", name, ATTRIBUTES);
        return VolumeTable.delete(tx, name);
    }

    /** Ends the deletion of what was removed; the next start goes on with it. */
    @Override
    public void close() {
        directories.close();
    }
}
