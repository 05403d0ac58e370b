package io.djong.engine.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.testkit.process.Await;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class KeyedLocksTest {
    private final KeyedLocks<String> locks = new KeyedLocks<>();

    @Test
    void oneKeyIsHeldByOneThread() throws InterruptedException {
        AtomicBoolean entered = new AtomicBoolean();
        CountDownLatch asking = new CountDownLatch(1);
        Thread second;
        try (KeyedLocks.Held _ = locks.take("a")) {
            second = Thread.ofPlatform().start(() -> {
                asking.countDown();
                try (KeyedLocks.Held _ = locks.take("a")) {
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
        assertEquals(0, locks.size());
    }

    @Test
    void otherKeysAreFree() throws InterruptedException {
        try (KeyedLocks.Held _ = locks.take("a");
                KeyedLocks.Held _ = locks.take("b")) {
            assertEquals(2, locks.size());
        }
        assertEquals(0, locks.size());
    }

    @Test
    void whoGivesUpLeavesNothing() throws InterruptedException {
        try (KeyedLocks.Held _ = locks.take("a")) {
            Thread waiting = Thread.ofPlatform().start(() -> {
                try (KeyedLocks.Held _ = locks.take("a")) {
                    throw new AssertionError("the lock is held");
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            waiting.interrupt();
            waiting.join();
        }
        assertEquals(0, locks.size());
    }
}
