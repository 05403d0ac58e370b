package io.djong.engine.stats;

import io.djong.engine.container.StatsSubjects;
import io.djong.engine.container.StatsSubjects.Subject;
import io.djong.runtime.meter.HostMeter;
import java.time.Duration;
import java.time.InstantSource;

/**
 * What containers use. Each container that somebody follows is read once a second, however many follow it; nothing is
 * read of the others.
 */
public final class ContainerStats implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final StatsSubjects subjects;
    private final InstantSource clock;
    private final Sampler sampler;

    public ContainerStats(StatsSubjects subjects, InstantSource clock) {
        this.subjects = subjects;
        this.clock = clock;
        this.sampler = new Sampler(subjects::find, clock, INTERVAL);
    }

    /** Reads once. @throws io.djong.model.error.NotFound if there is no such container */
    public Reading now(String reference) {
        Subject subject = subjects.get(reference);
        try (Probe probe = new Probe(clock)) {
            return probe.read(subject, HostMeter.read());
        }
    }

    /** Follows it, through all its runs. @throws io.djong.model.error.NotFound if there is no such container */
    public Follower follow(String reference) {
        return sampler.follow(subjects.get(reference).id());
    }

    /** Ends the sampler and those who follow. */
    @Override
    public void close() {
        sampler.close();
    }
}
