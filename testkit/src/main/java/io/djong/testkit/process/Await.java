package io.djong.testkit.process;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for conditions of the world outside this process, which sends no event, with a deadline. */
public final class Await {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

    private Await() {}

    /** Waits until {@code condition} holds; fails with {@code what} when it does not within {@code limit}. */
    public static void until(String what, Duration limit, BooleanSupplier condition) {
        until(what, limit, condition, () -> "");
    }

    /** As {@link #until(String, Duration, BooleanSupplier)}, with {@code evidence} in the failure's words. */
    public static void until(String what, Duration limit, BooleanSupplier condition, Supplier<String> evidence) {
        if (!holdsWithin(limit, condition)) {
            throw new AssertionError("not within " + limit.toMillis() + " ms: " + what + "\n" + evidence.get());
        }
    }

    /** Whether {@code condition} came to hold within {@code limit}. */
    public static boolean holdsWithin(Duration limit, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() >= end) {
                return false;
            }
            pause(BETWEEN_LOOKS);
        }
        return true;
    }

    /** Lets real time pass, where that is what the test is about. */
    public static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting", e);
        }
    }
}
