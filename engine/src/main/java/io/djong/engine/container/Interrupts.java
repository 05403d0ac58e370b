package io.djong.engine.container;

import io.djong.model.error.Cancelled;

/** Calls what waits; an interrupt, which means that the caller has gone, comes out as {@link Cancelled}. */
public final class Interrupts {
    /** Something that waits and gives a value. */
    @FunctionalInterface
    public interface Waiting<T> {
        T call() throws InterruptedException;
    }

    /** Something that waits. */
    @FunctionalInterface
    public interface WaitingStep {
        void run() throws InterruptedException;
    }

    private Interrupts() {}

    /** The value. @throws Cancelled if the thread was interrupted; it stays so */
    public static <T> T call(String what, Waiting<T> work) {
        try {
            return work.call();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Cancelled(what + " was cancelled", e);
        }
    }

    /** Runs what must not be left half done, also on an interrupted thread; it stays interrupted. */
    static void postpone(Runnable work) {
        boolean interrupted = Thread.interrupted();
        try {
            work.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** As {@link #call}, without a value. */
    public static void run(String what, WaitingStep work) {
        call(what, () -> {
            work.run();
            return what;
        });
    }
}
