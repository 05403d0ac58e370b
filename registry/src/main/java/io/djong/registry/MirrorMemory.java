package io.djong.registry;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.djong.model.error.InvalidArgument;
import io.djong.model.json.Json;
import io.djong.registry.RegistryFailure.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What was experienced with mirrors, by which they are put in order: how quickly they answer, and what trouble they made.
 * All of it fades, so that nobody is praised or blamed for ever: after its half-life an experience counts half. A mirror
 * that served wrong content is not asked at all for a while.
 *
 * <p>Kept in a file over restarts of the daemon; a file that cannot be read or written costs the memory alone.
 *
 * <p>Safe for use by many threads.
 */
final class MirrorMemory {
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_MIRRORS = 1000;
    /** What an unknown mirror is taken to need; known good ones go before it, troubled ones after it. */
    private static final double UNKNOWN_MILLIS = 400;

    private static final double TROUBLE_MILLIS = 5_000;
    /** It lacks something, which it tells quickly and which says little of the rest. */
    private static final double ABSENCE_MILLIS = 500;

    private static final double MOST_TROUBLE_MILLIS = 60_000;
    private static final double NOTED_TROUBLE_MILLIS = 100;
    /** A loser of a race who has kept it waiting for so long hangs, or as good as. */
    private static final Duration HANGING = Duration.ofMillis(250);

    private static final Duration TROUBLE_HALF_LIFE = Duration.ofMinutes(10);
    private static final Duration SPEED_HALF_LIFE = Duration.ofHours(12);
    private static final Duration ASIDE = Duration.ofHours(1);
    private static final double WEIGHT_OF_NEWS = 0.3;

    private final Optional<Path> file;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by lock.
    private final Map<String, Experience> mirrors = new HashMap<>();
    private boolean read;
    private boolean changed;

    /**
     * One mirror's.
     *
     * @param millis usual time to an answer, 0 while not known, as of {@code at}
     * @param trouble in milliseconds of penalty, as of {@code at}
     * @param at milliseconds of the epoch, as the others are
     * @param served when it last served something, or 0
     * @param asideUntil when it may be asked again, or 0
     * @param reason why it is aside
     */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    record Experience(double millis, double trouble, long at, long served, long asideUntil, String reason) {
        static final Experience NONE = new Experience(0, 0, 0, 0, 0, "");

        Experience {
            reason = reason == null ? "" : reason;
        }

        /** The same, faded until now. */
        Experience asOf(long now) {
            long age = Math.max(0, now - at);
            boolean known = millis > 0;
            double speed = known ? UNKNOWN_MILLIS + (millis - UNKNOWN_MILLIS) * left(age, SPEED_HALF_LIFE) : 0;
            return new Experience(speed, trouble * left(age, TROUBLE_HALF_LIFE), now, served, asideUntil, reason);
        }

        private static double left(long age, Duration halfLife) {
            return Math.pow(0.5, (double) age / halfLife.toMillis());
        }

        double score() {
            return (millis > 0 ? millis : UNKNOWN_MILLIS) + trouble;
        }

        Experience answeredIn(double sample) {
            double next = millis > 0 ? millis + (sample - millis) * WEIGHT_OF_NEWS : sample;
            return new Experience(Math.max(1, next), trouble, at, served, asideUntil, reason);
        }

        Experience servedAt(long now) {
            return new Experience(millis, trouble, at, now, asideUntil, reason);
        }

        Experience withTrouble(double more) {
            return new Experience(millis, Math.min(MOST_TROUBLE_MILLIS, more), at, served, asideUntil, reason);
        }
    }

    /** @param file where it is kept; nowhere if empty */
    MirrorMemory(Optional<Path> file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
    }

    /** The mirrors in the order in which to ask them, the best first, without those that are aside. */
    List<Site> ordered(List<Site> sites) {
        lock.lock();
        try {
            long now = clock.millis();
            Map<Site, Double> scores = new HashMap<>();
            for (Site site : sites) {
                Experience known = known(site.name(), now);
                if (known.asideUntil() <= now) {
                    scores.put(site, known.score());
                }
            }
            List<Site> order = new ArrayList<>(sites);
            order.retainAll(scores.keySet());
            order.sort(Comparator.comparingDouble(site -> scores.getOrDefault(site, UNKNOWN_MILLIS)));
            return order;
        } finally {
            lock.unlock();
        }
    }

    void succeeded(Site site, Duration elapsed) {
        change(
                site,
                known -> known.answeredIn(millis(elapsed))
                        .withTrouble(known.trouble() / 4)
                        .servedAt(clock.millis()));
    }

    /** It gives a blob, so it is not in trouble now; how quickly it answers is learnt from small things alone. */
    void served(Site site) {
        change(site, known -> known.withTrouble(0).servedAt(clock.millis()));
    }

    /** Another was quicker; how quick this one is is not known, but it is no quicker than that. */
    void overtaken(Site site, Duration elapsed) {
        change(site, known -> {
            Experience next = millis(elapsed) > known.millis() ? known.answeredIn(millis(elapsed)) : known;
            return elapsed.compareTo(HANGING) < 0 ? next : next.withTrouble(known.trouble() + TROUBLE_MILLIS);
        });
    }

    void failed(Site site, RegistryFailure failure) {
        if (failure.kind() == Kind.MALFORMED) {
            putAside(site, String.valueOf(failure.getMessage()));
        } else {
            double trouble = failure.status() == 404 ? ABSENCE_MILLIS : TROUBLE_MILLIS;
            change(site, known -> known.withTrouble(known.trouble() + trouble));
        }
    }

    /** Has the site not asked for a while, as its content cannot be trusted. */
    void putAside(Site site, String reason) {
        long until = clock.instant().plus(ASIDE).toEpochMilli();
        change(
                site,
                known -> new Experience(known.millis(), TROUBLE_MILLIS, known.at(), known.served(), until, reason));
    }

    /** Why the site is aside; empty if it is not. */
    Optional<String> aside(Site site) {
        return status(site.name()).aside();
    }

    MirrorStatus status(String name) {
        lock.lock();
        try {
            long now = clock.millis();
            Experience known = known(name, now);
            return new MirrorStatus(
                    name,
                    Optional.of(Math.round(known.millis())).filter(millis -> millis > 0),
                    Optional.of(known.served()).filter(at -> at > 0).map(Instant::ofEpochMilli),
                    known.trouble() >= NOTED_TROUBLE_MILLIS,
                    Optional.of(known.reason()).filter(_ -> known.asideUntil() > now));
        } finally {
            lock.unlock();
        }
    }

    @FunctionalInterface
    private interface Lesson {
        Experience learn(Experience known);
    }

    private void change(Site site, Lesson lesson) {
        if (!site.isMirror()) {
            return;
        }
        lock.lock();
        try {
            Experience known = known(site.name(), clock.millis());
            if (mirrors.size() < MAX_MIRRORS || mirrors.containsKey(site.name())) {
                mirrors.put(site.name(), lesson.learn(known));
                changed = true;
            }
        } finally {
            lock.unlock();
        }
    }

    private Experience known(String name, long now) {
        readOnce();
        return mirrors.getOrDefault(name, Experience.NONE).asOf(now);
    }

    private static double millis(Duration elapsed) {
        return elapsed.toNanos() / 1e6;
    }

    private void readOnce() {
        if (read || file.isEmpty()) {
            return;
        }
        read = true;
        try {
            if (Files.size(file.get()) <= MAX_BYTES) {
                Kept kept = Json.read(Files.readAllBytes(file.get()), Kept.class);
                mirrors.putAll(kept.mirrors());
            }
        } catch (NoSuchFileException e) {
            return; // the first time
        } catch (IOException | InvalidArgument e) {
            mirrors.clear();
        }
    }

    /** The file's document. */
    record Kept(Map<String, Experience> mirrors) {
        Kept {
            mirrors = mirrors == null ? Map.of() : Map.copyOf(mirrors);
        }
    }

    /** Writes down what has changed. It is no more than a memory: it is not synced to the disk. */
    void keep() {
        lock.lock();
        try {
            if (!changed || file.isEmpty()) {
                return;
            }
            changed = false;
            Path fresh = file.get().resolveSibling(file.get().getFileName() + ".new");
            Files.write(fresh, Json.bytes(new Kept(mirrors)));
            Files.move(fresh, file.get(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            changed = true;
        } finally {
            lock.unlock();
        }
    }
}
