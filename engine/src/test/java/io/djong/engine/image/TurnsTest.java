package io.djong.engine.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.testkit.process.Await;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final Turns<String, String> turns = new Turns<>();

    @Test
    void oneKeyIsHeldByOneThread() throws InterruptedException {
        AtomicBoolean entered = new AtomicBoolean();
        CountDownLatch asking = new CountDownLatch(1);
        Thread second;
        try (Turns.Turn<String> _ = turns.take("a", _ -> {})) {
            second = Thread.ofPlatform().start(() -> {
                asking.countDown();
                try (Turns.Turn<String> _ = turns.take("a", _ -> {})) {
                    entered.set(true);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            asking.await();
            Await.until("the second waits", Duration.ofSeconds(20), () -> second.getState() == Thread.State.WAITING);
            assertFalse(entered.get());
        }
        second.join();
        assertTrue(entered.get());
        assertEquals(0, turns.size());
    }

    @Test
    void otherKeysAreFree() throws InterruptedException {
        try (Turns.Turn<String> _ = turns.take("a", _ -> {});
                Turns.Turn<String> _ = turns.take("b", _ -> {})) {
            assertEquals(2, turns.size());
        }
        assertEquals(0, turns.size());
    }

    @Test
    void whoGivesUpLeavesNothing() throws InterruptedException {
        try (Turns.Turn<String> _ = turns.take("a", _ -> {})) {
            Thread waiting = Thread.ofPlatform().start(() -> {
                try (Turns.Turn<String> _ = turns.take("a", _ -> {})) {
                    throw new AssertionError("the lock is held");
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            waiting.interrupt();
            waiting.join();
        }
        assertEquals(0, turns.size());
    }

    @Test
    void whoWaitsIsToldTheLatestState() throws InterruptedException {
        LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
        Thread waiting;
        try (Turns.Turn<String> turn = turns.take("a", _ -> {})) {
            turn.tell("begun");
            waiting = Thread.ofPlatform().start(() -> {
                try (Turns.Turn<String> _ = turns.take("a", told::add)) {
                    told.add("mine");
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            assertEquals("begun", told.take());
            turn.tell("half");
            assertEquals("half", told.take());
        }
        waiting.join();
        assertEquals("mine", told.take());
        assertEquals(0, turns.size());
    }

    @Test
    void whoFailsWhileWaitingLeavesNothing() throws InterruptedException {
        try (Turns.Turn<String> turn = turns.take("a", _ -> {})) {
            turn.tell("begun");
            assertThrows(
                    IllegalStateException.class,
                    () -> turns.take("a", _ -> {
                        throw new IllegalStateException("the reader has gone");
                    }));
        }
        assertEquals(0, turns.size());
    }
}
