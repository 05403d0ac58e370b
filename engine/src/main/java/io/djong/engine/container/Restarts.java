package io.djong.engine.container;

import io.djong.engine.event.Events;
import io.djong.model.ContainerId;
import io.djong.model.error.EngineException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts containers by their policies: after an exit, once its wait is over, and with the daemon those that should run
 * and do not. What is due after an exit is on record ({@link ContainerStatus#RESTARTING}), so that a later daemon goes
 * on with it.
 */
final class Restarts implements AutoCloseable {
    /** How a container is started by whoever holds its {@link Container#transition}. */
    interface Starts {
        /** Goes on with its series of restarts. If it fails, the container is on record as ended. */
        void again(Container container);

        /** Begins a series. */
        void anew(Container container);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Restarts.class);

    /** How long a container waits for those that it needs, as in Docker. */
    private static final Duration DEPENDENCIES = Duration.ofSeconds(5);

    private static final Duration CLOSE = Duration.ofSeconds(10);

    private final Alarms alarms;
    private final ContainerIndex index;
    private final Events events;
    private final InstantSource clock;
    private final Starts starts;

    /** So many start at a time: more would only take each other's processors. */
    private final Semaphore slots = new Semaphore(2 * Runtime.getRuntime().availableProcessors(), true);

    /** Held shared while one starts, and for good once this is closed. */
    private final ReentrantReadWriteLock starting = new ReentrantReadWriteLock();

    /** Before the API is served nothing starts. */
    private volatile boolean begun;

    Restarts(Alarms alarms, ContainerIndex index, Events events, InstantSource clock, Starts starts) {
        this.alarms = alarms;
        this.index = index;
        this.events = events;
        this.clock = clock;
        this.starts = starts;
    }

    /** A start that is to come. */
    final class Due {
        private final Container container;
        private final List<CountDownLatch> needed;
        private final CountDownLatch done;
        private final Alarms.Alarm alarm;

        private Due(Container container, List<CountDownLatch> needed, CountDownLatch done) {
            this.container = container;
            this.needed = needed;
            this.done = done;
            this.alarm = alarms.set(
                    left(container.state()), "start " + container.id().shortId(), this::run);
        }

        private void run() {
            try {
                awaitNeeded();
                slots.acquire();
                try {
                    start(this);
                } finally {
                    slots.release();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                done.countDown();
            }
        }

        private void awaitNeeded() throws InterruptedException {
            long deadline = System.nanoTime() + DEPENDENCIES.toNanos();
            for (CountDownLatch latch : needed) {
                if (!latch.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    LOG.warn("container {} starts without what it needs", container.id());
                }
            }
        }
    }

    private void start(Due due) {
        Container container = due.container;
        if (!starting.readLock().tryLock()) {
            return; // the next daemon's
        }
        container.transition.lock();
        try {
            if (container.dueStart.filter(due::equals).isEmpty()) {
                return;
            }
            container.dueStart = Optional.empty();
            if (container.state().status() == ContainerStatus.RESTARTING) {
                starts.again(container);
            } else if (startsWithDaemon(container)) {
                starts.anew(container);
            }
        } catch (EngineException e) {
            LOG.warn("container {} could not be started again: {}", container.id(), e.message());
        } catch (RuntimeException e) {
            LOG.error("container {} could not be started again", container.id(), e);
        } finally {
            container.transition.unlock();
            starting.readLock().unlock();
        }
    }

    /** Sees to the start of a container that is to restart and whose {@link Container#transition} the caller holds. */
    void schedule(Container container) {
        if (begun) {
            container.dueStart = Optional.of(new Due(container, List.of(), new CountDownLatch(1)));
        }
    }

    /** What is left to wait, whichever daemon began to. */
    private Duration left(ContainerState state) {
        if (state.status() != ContainerStatus.RESTARTING) {
            return Duration.ZERO;
        }
        Duration delay = Duration.ofMillis(state.restarts().delayMillis());
        Instant now = clock.instant();
        Duration waited = Duration.between(state.finished().orElse(now), now);
        return waited.isNegative() ? delay : delay.minus(waited);
    }

    /** Gives up the restart that is due: the container has ended. The caller holds {@link Container#transition}. */
    void cancel(Container container) {
        container.dueStart.ifPresent(due -> due.alarm.cancel());
        container.dueStart = Optional.empty();
        ContainerRecord now = container.record().withState(container.state().withStatus(ContainerStatus.EXITED));
        events.commit(tx -> {
            ContainerTable.saveState(tx, now);
            return true;
        });
        container.exits.exited(now.state().exitCode(), () -> container.replace(now));
        container.exits.announce();
    }

    /**
     * Begins, now that the API is served, with those that are due and those that start with the daemon: in the order of
     * their creation, but each after those that it needs.
     */
    void begin() {
        begun = true;
        List<Container> due = index.all().stream()
                .filter(Restarts::isDue)
                .sorted(Comparator.comparing(container -> container.record().created()))
                .toList();
        Map<ContainerId, CountDownLatch> started = new HashMap<>();
        due.forEach(container -> started.put(container.id(), new CountDownLatch(1)));
        due.forEach(container -> begin(container, started));
    }

    private void begin(Container container, Map<ContainerId, CountDownLatch> started) {
        List<CountDownLatch> needed = Dependencies.of(container.record()).stream()
                .flatMap(reference -> index.find(reference).stream())
                .flatMap(other -> Stream.ofNullable(started.get(other.id())))
                .toList();
        container.transition.lock();
        try {
            if (isDue(container) && container.dueStart.isEmpty()) {
                CountDownLatch done = started.getOrDefault(container.id(), new CountDownLatch(1));
                container.dueStart = Optional.of(new Due(container, needed, done));
            }
        } finally {
            container.transition.unlock();
        }
    }

    private static boolean isDue(Container container) {
        return container.state().status() == ContainerStatus.RESTARTING || startsWithDaemon(container);
    }

    private static boolean startsWithDaemon(Container container) {
        return RestartRule.of(container.record().host().restartPolicy()).startsWithDaemon(container.state());
    }

    /** Starts nothing any more, and waits a while for those that start. */
    @Override
    public void close() {
        try {
            if (!starting.writeLock().tryLock(CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("the daemon ends while containers start; the next start goes on with it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
