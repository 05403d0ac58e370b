package io.djong.engine.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.engine.container.StatsSubjects.Subject;
import io.djong.model.ContainerId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class SamplerTest {
    private static final ContainerId ID = new ContainerId("ab".repeat(32));

    private final Map<ContainerId, Subject> containers = new ConcurrentHashMap<>();
    private final AtomicInteger looks = new AtomicInteger();
    private final InstantSource clock = InstantSource.fixed(Instant.EPOCH);

    private Sampler sampler = sampler(Duration.ofMillis(10));

    private Sampler sampler(Duration interval) {
        return new Sampler(
                id -> {
                    looks.incrementAndGet();
                    return Optional.ofNullable(containers.get(id));
                },
                clock,
                interval);
    }

    private void exists(String name) {
        containers.put(ID, new Subject(ID, name, Optional.empty(), Set.of()));
    }

    @AfterEach
    void close() {
        sampler.close();
    }

    @Test
    void whoFollowsIsToldAgainAndAgain() throws InterruptedException {
        exists("one");
        try (Follower follower = sampler.follow(ID)) {
            assertEquals("one", follower.next().orElseThrow().name());
            assertTrue(follower.next().orElseThrow().use().isEmpty(), "it does not run");
        }
    }

    @Test
    void aNewNameIsToldFromThenOn() throws InterruptedException {
        exists("one");
        try (Follower follower = sampler.follow(ID)) {
            follower.next();
            exists("two");
            while (!follower.next().orElseThrow().name().equals("two")) {
                // a reading may have waited
            }
        }
    }

    @Test
    void allWhoFollowShareOneReading() throws InterruptedException {
        exists("one");
        sampler = sampler(Duration.ofDays(1));
        try (Follower first = sampler.follow(ID)) {
            Reading reading = first.next().orElseThrow();
            try (Follower second = sampler.follow(ID)) {
                assertSame(reading, second.next().orElseThrow());
            }
        }
        assertEquals(1, looks.get(), "readings");
    }

    @Test
    void theRemovalEndsIt() throws InterruptedException {
        exists("one");
        try (Follower follower = sampler.follow(ID)) {
            follower.next();
            containers.clear();
            while (follower.next().isPresent()) {
                // a reading may have waited
            }
        }
    }

    @Test
    void theEndOfTheSamplerEndsIt() throws InterruptedException {
        exists("one");
        try (Follower follower = sampler.follow(ID)) {
            sampler.close();
            while (follower.next().isPresent()) {
                // a reading may have waited
            }
        }
        try (Follower late = sampler.follow(ID)) {
            assertTrue(late.next().isEmpty());
        }
    }

    @Test
    void whatIsEncodedOnceIsNotEncodedAgain() {
        Reading reading = new Reading(ID, "one", Optional.empty(), Optional.empty());
        AtomicInteger times = new AtomicInteger();
        byte[] bytes = reading.encoded(_ -> new byte[] {(byte) times.incrementAndGet()});
        assertSame(bytes, reading.encoded(_ -> new byte[] {(byte) times.incrementAndGet()}));
    }
}
