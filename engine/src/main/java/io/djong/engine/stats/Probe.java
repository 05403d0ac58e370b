package io.djong.engine.stats;

import io.djong.engine.container.StatsSubjects.Subject;
import io.djong.model.usage.HostUse;
import io.djong.runtime.Task;
import io.djong.runtime.meter.TaskMeter;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Takes readings of one container, whichever of its runs it is in: there is a meter for the task that runs, and none
 * where there is no task. Belongs to one thread.
 */
final class Probe implements AutoCloseable {
    private final InstantSource clock;
    private Optional<Task> measured = Optional.empty();
    private Optional<TaskMeter> meter = Optional.empty();
    private Optional<Reading> last = Optional.empty();

    Probe(InstantSource clock) {
        this.clock = clock;
    }

    Reading read(Subject subject, HostUse host) {
        if (!subject.task().equals(measured)) {
            close();
            measured = subject.task();
            meter = measured.map(Task::meter);
        }
        Reading reading = new Reading(
                subject.id(),
                subject.name(),
                meter.map(m -> new Reading.Use(clock.instant(), m.read(subject.interfaces()), host)),
                last.flatMap(Reading::use).map(Reading.Use::moment));
        last = Optional.of(reading);
        return reading;
    }

    @Override
    public void close() {
        meter.ifPresent(TaskMeter::close);
        meter = Optional.empty();
        measured = Optional.empty();
    }
}
