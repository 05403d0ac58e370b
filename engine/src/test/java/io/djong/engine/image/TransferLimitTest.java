package io.djong.engine.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class TransferLimitTest {
    private final List<String> said = new ArrayList<>();

    @Test
    void whoWaitsGoesOnOnceMoreIsAllowed() throws InterruptedException {
        TransferLimit limit = new TransferLimit(1);
        limit.begin(() -> said.add("first"));
        CountDownLatch waiting = new CountDownLatch(1);
        Thread second = Thread.ofVirtual().start(() -> {
            try {
                limit.begin(waiting::countDown);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        waiting.await();
        limit.set(2);
        second.join();
        assertEquals(List.of(), said);
    }

    @Test
    void whatIsUnderWayCountsWhereLessIsAllowed() throws InterruptedException {
        TransferLimit limit = new TransferLimit(2);
        limit.begin(() -> said.add("first"));
        limit.begin(() -> said.add("second"));
        limit.set(1);
        limit.end();
        limit.begin(() -> {
            said.add("third");
            limit.end(); // the one that was still under way
        });
        assertEquals(List.of("third"), said);
    }
}
