package io.djong.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ExitBoardTest {
    private final AtomicReference<ContainerState> state = new AtomicReference<>(ContainerState.CREATED);
    private final ExitBoard board = new ExitBoard(state::get);

    private void run() {
        state.set(state.get().running(1, Instant.EPOCH));
    }

    private void exit(int code) {
        state.set(state.get().exited(code, false, Instant.EPOCH));
        board.exited(code);
    }

    @Test
    void notRunningHoldsAtOnceForAContainerThatHasEnded() throws InterruptedException {
        run();
        exit(3);
        assertEquals(3, board.begin(WaitCondition.NOT_RUNNING).await());
    }

    @Test
    void nextExitWaitsForOneThatComesAfter() throws Exception {
        run();
        exit(3);
        ExitWait wait = board.begin(WaitCondition.NEXT_EXIT);
        assertThrows(TimeoutException.class, () -> wait.await(Duration.ofMillis(1)));
        run();
        exit(5);
        assertEquals(5, wait.await());
    }

    @Test
    void removalEndsEveryWaitAndTellsTheLastCode() throws InterruptedException {
        ExitWait removed = board.begin(WaitCondition.REMOVED);
        ExitWait next = board.begin(WaitCondition.NEXT_EXIT);
        run();
        exit(7);
        board.removed();
        assertEquals(7, removed.await());
        assertEquals(7, next.await());
    }

    @Test
    void anExitDoesNotEndAWaitForRemoval() {
        ExitWait removed = board.begin(WaitCondition.REMOVED);
        run();
        exit(0);
        assertThrows(TimeoutException.class, () -> removed.await(Duration.ofMillis(1)));
    }
}
