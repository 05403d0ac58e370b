package io.djong.engine.stats;

import io.djong.engine.container.StatsSubjects.Subject;
import io.djong.model.ContainerId;
import io.djong.model.usage.HostUse;
import io.djong.runtime.meter.HostMeter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the containers that are followed: each when it is first followed, then all of them together at each tick. One
 * thread does so, a platform thread, as it reads files of the kernel; it is there while anybody follows.
 */
final class Sampler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sampler.class);

    /** One container that is followed. The probe is the thread's, the rest is guarded by the lock. */
    private static final class Followed {
        final ContainerId id;
        final Probe probe;
        final List<Follower> followers = new ArrayList<>();
        Optional<Reading> last = Optional.empty();
        long due = System.nanoTime();

        Followed(ContainerId id, Probe probe) {
            this.id = id;
            this.probe = probe;
        }
    }

    private final Function<ContainerId, Optional<Subject>> subjects;
    private final InstantSource clock;
    private final long interval;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by lock.
    private final Map<ContainerId, Followed> followed = new LinkedHashMap<>();
    private boolean running;
    private boolean closed;

    /** @param subjects finds a container; empty once it is removed, which ends the following */
    Sampler(Function<ContainerId, Optional<Subject>> subjects, InstantSource clock, Duration interval) {
        this.subjects = subjects;
        this.clock = clock;
        this.interval = interval.toNanos();
    }

    Follower follow(ContainerId id) {
        lock.lock();
        try {
            Followed container = followed.computeIfAbsent(id, _ -> new Followed(id, new Probe(clock)));
            Follower follower = new Follower(leaving -> leave(container, leaving));
            container.followers.add(follower);
            container.last.map(Reading::first).ifPresent(follower::tell);
            if (closed) {
                follower.end();
            } else if (!running) {
                running = true;
                Thread.ofPlatform().name("stats").daemon().start(this::run);
            }
            changed.signal();
            return follower;
        } finally {
            lock.unlock();
        }
    }

    private void leave(Followed container, Follower follower) {
        lock.lock();
        try {
            container.followers.remove(follower);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            for (List<Followed> due = due(); !due.isEmpty(); due = due()) {
                HostUse host = HostMeter.read();
                due.forEach(container -> publish(container, read(container, host)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does
        }
    }

    /** Waits until containers are to be read; none when nobody follows any more, with which the thread ends. */
    private List<Followed> due() throws InterruptedException {
        lock.lock();
        try {
            while (!closed) {
                forgetUnfollowed();
                if (followed.isEmpty()) {
                    break;
                }
                long now = System.nanoTime();
                List<Followed> due =
                        followed.values().stream().filter(c -> c.due - now <= 0).toList();
                if (!due.isEmpty()) {
                    due.forEach(container -> container.due = after(now));
                    return due;
                }
                long _ = changed.awaitNanos(followed.values().stream()
                        .mapToLong(c -> c.due - now)
                        .min()
                        .orElse(interval));
            }
            followed.values().forEach(container -> container.probe.close());
            followed.clear();
            running = false;
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    /** The tick that comes after half an interval at least: the same for all, so that they are read together. */
    private long after(long now) {
        long next = now - Math.floorMod(now, interval) + interval;
        return next - now < interval / 2 ? next + interval : next;
    }

    private void forgetUnfollowed() {
        for (Iterator<Followed> all = followed.values().iterator(); all.hasNext(); ) {
            Followed container = all.next();
            if (container.followers.isEmpty()) {
                container.probe.close();
                all.remove();
            }
        }
    }

    private Optional<Reading> read(Followed container, HostUse host) {
        try {
            return subjects.apply(container.id).map(subject -> container.probe.read(subject, host));
        } catch (RuntimeException e) {
            LOG.warn("statistics of container {} cannot be read", container.id, e);
            return Optional.empty();
        }
    }

    /** Tells who follows; without a reading there is nothing more to follow. */
    private void publish(Followed container, Optional<Reading> reading) {
        lock.lock();
        try {
            container.last = reading;
            reading.ifPresentOrElse(r -> container.followers.forEach(f -> f.tell(r)), () -> {
                container.followers.forEach(Follower::end);
                container.followers.clear();
            });
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            followed.values().forEach(container -> container.followers.forEach(Follower::end));
            changed.signal();
        } finally {
            lock.unlock();
        }
    }
}
