package io.djong.engine.stats;

import io.djong.model.ContainerId;
import io.djong.model.usage.CpuUse;
import io.djong.model.usage.HostUse;
import io.djong.model.usage.TaskUse;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * What one container had used at one moment, and the processor time before that, which it is compared with. Immutable;
 * shared by all who follow the container.
 */
public final class Reading {
    /**
     * When processor time was read, the container's and the host's.
     *
     * @param at in wall-clock time
     */
    public record CpuMoment(Instant at, CpuUse cpu, HostUse host) {}

    /** What was read of a container that runs. */
    public record Use(Instant at, TaskUse task, HostUse host) {
        public CpuMoment moment() {
            return new CpuMoment(at, task.cpu(), host);
        }
    }

    private final ContainerId id;
    private final String name;
    private final Optional<Use> use;
    private final Optional<CpuMoment> before;
    private volatile Optional<byte[]> encoded = Optional.empty();

    /**
     * @param use empty where the container did not run
     * @param before empty for the first reading, and where the container did not run at the last one
     */
    public Reading(ContainerId id, String name, Optional<Use> use, Optional<CpuMoment> before) {
        this.id = id;
        this.name = name;
        this.use = use;
        this.before = before;
    }

    public ContainerId id() {
        return id;
    }

    public String name() {
        return name;
    }

    public Optional<Use> use() {
        return use;
    }

    public Optional<CpuMoment> before() {
        return before;
    }

    /** The same without anything to compare with, as those get it who follow from here on. */
    public Reading first() {
        return before.isEmpty() ? this : new Reading(id, name, use, Optional.empty());
    }

    /** What the encoder makes of this; all who follow are told the same, so it is made once. */
    public byte[] encoded(Function<Reading, byte[]> encoder) {
        byte[] bytes = encoded.orElseGet(() -> encoder.apply(this));
        encoded = Optional.of(bytes);
        return bytes;
    }
}
