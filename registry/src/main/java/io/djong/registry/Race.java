package io.djong.registry;

import io.djong.model.error.Cancelled;
import io.djong.registry.RegistryFailure.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One small request to several sites, of which the first good answer counts.
 *
 * <p>The best few are asked at once; one more as soon as one fails, and two more whenever nothing has come for a moment,
 * so that sites which hang cost little. The registry itself is the last, and asked a little later while mirrors are still
 * at it: they are there to spare it. Who is still at it when the race is won is interrupted.
 *
 * <p>Used by one thread, for one request.
 */
final class Race<T> {
    private static final int BEST = 3;
    private static final int MORE = 2;
    private static final long MORE_AFTER_MILLIS = 60;
    /** How long to wait for others once the registry itself has said no for good. */
    private static final long GRACE_MILLIS = 500;
    /** Above all deadlines that an exchange has of its own. */
    private static final long LONGEST_MILLIS = TimeUnit.MINUTES.toMillis(5);

    private final List<Site> sites;
    private final Site.Step<T> step;
    private final MirrorMemory memory;
    private final Duration headStart;
    private final BlockingQueue<Outcome<T>> outcomes = new LinkedBlockingQueue<>();
    private final List<Runner> running = new ArrayList<>();
    private int next;
    private @Nullable RegistryFailure last;
    private @Nullable RegistryFailure fromOrigin;

    private record Outcome<T>(
            Runner runner, @Nullable T result, @Nullable Throwable failure) {}

    private static final class Runner {
        private final Site site;
        private final long began = System.nanoTime();
        private @Nullable Thread thread;

        Runner(Site site) {
            this.site = site;
        }

        Duration elapsed() {
            return Duration.ofNanos(System.nanoTime() - began);
        }
    }

    /** Who won, with what. */
    record Won<T>(Site site, T result) {}

    /**
     * Prepares a race.
     *
     * @param sites in the order in which to ask them, the registry itself at the end
     * @param headStart how long mirrors are waited for before the registry itself is asked too
     */
    Race(List<Site> sites, Site.Step<T> step, MirrorMemory memory, Duration headStart) {
        this.sites = List.copyOf(sites);
        this.step = step;
        this.memory = memory;
        this.headStart = headStart;
    }

    /** @throws RegistryFailure the registry's own if it was asked, and else the last */
    Won<T> run() throws RegistryFailure {
        if (sites.size() == 1) {
            return new Won<>(sites.getFirst(), sites.getFirst().ask(step));
        }
        try {
            for (int i = 0;
                    i < BEST
                            && next < sites.size()
                            && (i == 0 || sites.get(next).isMirror());
                    i++) {
                start();
            }
            return decide();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Cancelled("context canceled", e);
        } finally {
            running.forEach(Race::interrupt);
        }
    }

    private Won<T> decide() throws RegistryFailure, InterruptedException {
        while (!running.isEmpty()) {
            Outcome<T> outcome = outcomes.poll(patience(), TimeUnit.MILLISECONDS);
            if (outcome == null) {
                if (next == sites.size()) {
                    break; // the registry has said no, and nobody else has said anything
                }
                int more = sites.get(next).isMirror() ? MORE : 1;
                for (int i = 0; i < more && next < sites.size(); i++) {
                    start();
                }
                continue;
            }
            running.remove(outcome.runner());
            T result = outcome.result();
            if (result != null) {
                won(outcome.runner());
                return new Won<>(outcome.runner().site, result);
            }
            lost(outcome.runner(), outcome.failure());
            if (next < sites.size() && (running.isEmpty() || sites.get(next).isMirror())) {
                start();
            }
        }
        RegistryFailure failure = fromOrigin == null ? last : fromOrigin;
        if (failure == null) {
            throw new IllegalStateException("a race without runners");
        }
        throw failure;
    }

    private long patience() {
        if (next < sites.size()) {
            return sites.get(next).isMirror() ? MORE_AFTER_MILLIS : headStart.toMillis();
        }
        RegistryFailure no = fromOrigin;
        boolean forGood = no != null && no.kind() == Kind.REFUSED && !no.temporary();
        return forGood ? GRACE_MILLIS : LONGEST_MILLIS;
    }

    private void start() {
        Runner runner = new Runner(sites.get(next++));
        running.add(runner);
        runner.thread = Thread.ofVirtual().name("registry-race").start(() -> {
            Outcome<T> outcome;
            try {
                outcome = new Outcome<>(runner, runner.site.ask(step), null);
            } catch (Throwable t) {
                outcome = new Outcome<>(runner, null, t);
            }
            outcomes.add(outcome);
        });
    }

    private static void interrupt(Runner runner) {
        Thread thread = runner.thread;
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void won(Runner winner) {
        memory.succeeded(winner.site, winner.elapsed());
        running.forEach(other -> memory.overtaken(other.site, other.elapsed()));
    }

    private void lost(Runner loser, @Nullable Throwable cause) {
        switch (cause) {
            case RegistryFailure failure -> {
                memory.failed(loser.site, failure);
                RegistryFailure before = last;
                if (before != null) {
                    failure.addSuppressed(before);
                }
                last = failure;
                fromOrigin = loser.site.isMirror() ? fromOrigin : failure;
            }
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case null, default -> throw new IllegalStateException("an outcome without a result", cause);
        }
    }
}
