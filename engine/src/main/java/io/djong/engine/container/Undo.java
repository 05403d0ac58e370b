package io.djong.engine.container;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Takes back the steps of an operation that failed, last first. A step that cannot be taken back is noted with the
 * failure, and the others are taken back all the same.
 */
final class Undo {
    private final Deque<Runnable> steps = new ArrayDeque<>();

    void add(Runnable step) {
        steps.push(step);
    }

    void run(RuntimeException failure) {
        while (!steps.isEmpty()) {
            try {
                steps.pop().run();
            } catch (RuntimeException e) {
                failure.addSuppressed(e);
            }
        }
    }
}
