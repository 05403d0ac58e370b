package io.djong.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.FutureTask;
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
        board.exited(code, () -> state.set(state.get().exited(code, false, Instant.EPOCH)));
        board.announce();
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
    void whoeverKnowsOfAnExitWaitsForTheNextOne() throws Exception {
        run();
        FutureTask<ExitWait> begun = new FutureTask<>(() -> board.begin(WaitCondition.NEXT_EXIT));
        Thread waiter = Thread.ofPlatform().unstarted(begun);
        board.exited(3, () -> {
            state.set(state.get().exited(3, false, Instant.EPOCH));
            waiter.start();
            while (waiter.isAlive() && waiter.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        });
        board.announce();
        assertThrows(TimeoutException.class, () -> begun.get().await(Duration.ofMillis(1)));
    }

    @Test
    void aWaitEndsOnceTheExitIsAnnounced() throws Exception {
        run();
        ExitWait before = board.begin(WaitCondition.NOT_RUNNING);
        board.exited(3, () -> state.set(state.get().exited(3, false, Instant.EPOCH)));
        ExitWait after = board.begin(WaitCondition.NOT_RUNNING);
        assertThrows(TimeoutException.class, () -> before.await(Duration.ofMillis(1)));
        assertThrows(TimeoutException.class, () -> after.await(Duration.ofMillis(1)));
        board.announce();
        assertEquals(3, before.await());
        assertEquals(3, after.await());
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
