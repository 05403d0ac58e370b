package io.djong.api.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LingeringOutputTest {
    private final AtomicInteger written = new AtomicInteger();
    private final AtomicInteger flushes = new AtomicInteger();
    private final CountDownLatch flushed = new CountDownLatch(1);

    private final OutputStream sink = new OutputStream() {
        @Override
        public void write(int value) {
            written.incrementAndGet();
        }

        @Override
        public void flush() {
            flushes.incrementAndGet();
            flushed.countDown();
        }
    };

    @Test
    void whatIsWrittenIsFlushedWithoutBeingAsked() throws Exception {
        try (LingeringOutput out = new LingeringOutput(sink)) {
            out.write('x');
            assertTrue(flushed.await(10, TimeUnit.SECONDS));
            assertEquals(1, written.get());
        }
    }

    @Test
    void manyWritesAreFewFlushes() throws Exception {
        try (LingeringOutput out = new LingeringOutput(sink)) {
            for (int i = 0; i < 100_000; i++) {
                out.write('x');
            }
        }
        assertEquals(100_000, written.get());
        assertTrue(flushes.get() < 10_000, "flushes: " + flushes.get());
    }

    @Test
    void aFlushThatFailedFailsTheNextWrite() throws Exception {
        CountDownLatch failed = new CountDownLatch(1);
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int value) {
                written.incrementAndGet();
            }

            @Override
            public void flush() throws IOException {
                failed.countDown();
                throw new IOException("gone");
            }
        };
        LingeringOutput out = new LingeringOutput(broken);
        out.write('x');
        failed.await();
        IOException refused = assertThrows(IOException.class, () -> {
            while (true) {
                out.write('y');
            }
        });
        assertEquals("gone", refused.getMessage());
    }
}
