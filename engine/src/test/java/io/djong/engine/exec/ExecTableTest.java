package io.djong.engine.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.model.ContainerId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ExecTableTest {
    private static final ContainerId BOX = new ContainerId("ab".repeat(32));
    private static final ContainerId OTHER = new ContainerId("cd".repeat(32));
    private static final ExecRequest REQUEST =
            new ExecRequest(List.of("true"), List.of(), "", "", false, false, false, false, false, "");

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final ExecTable table = new ExecTable(now::get);

    private ExecInstance add(String id, ContainerId container) {
        ExecInstance instance = new ExecInstance(id, container, REQUEST, List.of());
        table.add(instance);
        return instance;
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    @Test
    void whatHasEndedIsKnownForFiveMinutes() {
        ExecInstance ended = add("ended", BOX);
        ExecInstance other = add("other", BOX);
        table.ended(ended);
        pass(Duration.ofMinutes(5));
        assertEquals(Optional.of(ended), table.find("ended"));
        pass(Duration.ofSeconds(1));
        assertEquals(Optional.empty(), table.find("ended"));
        assertEquals(List.of(other), table.of(BOX));
        assertEquals(Optional.of(other), table.find("other"));
    }

    @Test
    void aContainersExecsGoWithIt() {
        ExecInstance gone = add("gone", BOX);
        ExecInstance kept = add("kept", OTHER);
        table.ended(gone);
        table.forget(BOX);
        assertTrue(table.find("gone").isEmpty());
        assertEquals(List.of(), table.of(BOX));
        assertEquals(List.of(kept), table.of(OTHER));
        pass(Duration.ofHours(1));
        assertEquals(Optional.of(kept), table.find("kept"));
    }

    @Test
    void whatWasNeverStartedGoesWithTheRunOfItsContainer() {
        ExecInstance started = add("started", BOX);
        started.claim();
        add("unstarted", BOX);
        ExecInstance other = add("other", OTHER);
        table.forgetUnstarted(BOX);
        assertEquals(List.of(started), table.of(BOX));
        assertTrue(table.find("unstarted").isEmpty());
        assertEquals(Optional.of(other), table.find("other"));
    }

    @Test
    void thatItCouldNotStartIsAnEndOfWaitingForItsStart() throws InterruptedException {
        ExecInstance instance = add("broken", BOX);
        assertFalse(instance.awaitStart(Duration.ZERO));
        instance.claim();
        assertFalse(instance.awaitStart(Duration.ZERO));
        instance.failed(127);
        assertTrue(instance.awaitStart(Duration.ZERO));
        assertFalse(instance.wasStarted());
    }
}
