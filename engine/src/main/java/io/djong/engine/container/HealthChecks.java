package io.djong.engine.container;

import io.djong.engine.event.EventType;
import io.djong.engine.event.Events;
import io.djong.engine.health.Health;
import io.djong.engine.health.HealthPlan;
import io.djong.engine.health.ProbeResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Probes the containers that run and ask for it, and keeps their health: in memory what each probe said, on the disk
 * each change of status, with its event. Whoever calls holds the container's {@link Container#transition}, but for
 * {@link #close}.
 */
final class HealthChecks {
    private static final Logger LOG = LoggerFactory.getLogger(HealthChecks.class);

    private final Alarms alarms;
    private final ContainerExecs execs;
    private final Events events;
    private final InstantSource clock;
    private final RandomGenerator random;

    HealthChecks(Alarms alarms, ContainerExecs execs, Events events, InstantSource clock, RandomGenerator random) {
        this.alarms = alarms;
        this.execs = execs;
        this.events = events;
        this.clock = clock;
        this.random = random;
    }

    /** Its process has been started. */
    void started(Container container) {
        plan(container).ifPresent(plan -> {
            container.setHealth(container.health().map(Health::started).or(() -> Optional.of(Health.STARTING)));
            new Watch(container, plan).begin();
        });
    }

    /** Its processes run on. */
    void resumed(Container container) {
        plan(container).ifPresent(plan -> {
            container.setHealth(container.health().or(() -> Optional.of(Health.STARTING.unwatched())));
            new Watch(container, plan).begin();
        });
    }

    /** Its process was found running: its health is as it was. */
    void found(Container container) {
        plan(container).ifPresent(plan -> {
            container.setHealth(container.health().or(() -> Optional.of(Health.STARTING)));
            new Watch(container, plan).beginAtRandom();
        });
    }

    /** Its process has ended, or stands still. */
    void stopped(Container container) {
        if (container.health().isPresent()) {
            container.healthWatch.ifPresent(Watch::cancel);
            container.healthWatch = Optional.empty();
            container.setHealth(container.health().map(Health::unwatched));
        }
    }

    private static Optional<HealthPlan> plan(Container container) {
        return container.record().config().healthcheck() == null
                ? Optional.empty()
                : HealthPlan.of(container.record().config());
    }

    /** Ends the probes of all containers. */
    void close(Collection<Container> all) {
        for (Container container : all) {
            if (container.health().isPresent()) {
                container.transition.lock();
                try {
                    container.healthWatch.ifPresent(Watch::cancel);
                } finally {
                    container.transition.unlock();
                }
            }
        }
    }

    /** The probes of one container while it runs; all of it is guarded by the container's transition. */
    final class Watch {
        private final Container container;
        private final HealthPlan plan;
        private final Instant started;
        private Alarms.Alarm next = () -> {};
        private Optional<Thread> probing = Optional.empty();
        private boolean cancelled;

        private Watch(Container container, HealthPlan plan) {
            this.container = container;
            this.plan = plan;
            this.started = container.state().started().orElse(clock.instant());
        }

        private void begin() {
            container.healthWatch = Optional.of(this);
            schedule(delay());
        }

        /** The first probe comes some time within the interval: those of all containers must not be due at once. */
        private void beginAtRandom() {
            container.healthWatch = Optional.of(this);
            schedule(Duration.ofNanos((long) (delay().toNanos() * random.nextDouble())));
        }

        private Duration delay() {
            return plan.wait(container.health().orElse(Health.STARTING), started, clock.instant());
        }

        private void schedule(Duration delay) {
            next = alarms.set(delay, "health " + container.id().shortId(), this::run);
        }

        private void cancel() {
            cancelled = true;
            next.cancel();
            probing.ifPresent(Thread::interrupt);
        }

        private void run() {
            try {
                if (mayBegin()) {
                    handle(execs.probe(container.id(), plan.command(), plan.timeout()));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // cancelled
            }
        }

        private boolean mayBegin() {
            container.transition.lock();
            try {
                probing = Optional.of(Thread.currentThread());
                return !cancelled;
            } finally {
                container.transition.unlock();
            }
        }

        private void handle(ProbeResult result) {
            container.transition.lock();
            try {
                probing = Optional.empty();
                if (!cancelled) {
                    keep(plan.after(container.health().orElse(Health.STARTING), result, started));
                    schedule(delay());
                }
            } finally {
                container.transition.unlock();
            }
        }

        private void keep(Health now) {
            Optional<Health> before = container.health();
            container.setHealth(Optional.of(now));
            if (before.filter(h -> h.status() == now.status()).isEmpty()) {
                try {
                    record(now);
                } catch (RuntimeException e) {
                    container.setHealth(before); // the next probe finds the change again
                    LOG.warn("container {}: its health cannot be kept", container.id(), e);
                }
            }
        }

        private void record(Health now) {
            String id = container.id().value();
            String action = "health_status: " + now.status().word();
            events.commit(tx -> {
                ContainerTable.saveHealth(tx, container.id(), started, now);
                events.add(tx, EventType.CONTAINER, action, id, container.attributes());
                return true;
            });
        }
    }
}
