package io.djong.network;

import java.util.ArrayDeque;
import java.util.Deque;

/** Steps back, taken in the reverse of the order that they were noted in. One that fails does not stop the others. */
final class Undo {
    private final Deque<Runnable> steps = new ArrayDeque<>();

    Undo add(Runnable step) {
        steps.push(step);
        return this;
    }

    /** Takes all steps; the first failure is thrown at the end, with the others suppressed in it. */
    void runAll() {
        RuntimeException failure = null;
        while (!steps.isEmpty()) {
            try {
                steps.pop().run();
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Takes all steps because of a failure, which is given theirs as suppressed. */
    void runAfter(Throwable cause) {
        try {
            runAll();
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }
}
