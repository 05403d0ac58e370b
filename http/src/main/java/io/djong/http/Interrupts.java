package io.djong.http;

import java.util.ArrayList;
import java.util.List;

/** The threads to interrupt at an event; one that is added after it is interrupted at once. Safe for many threads. */
final class Interrupts {
    private final List<Thread> threads = new ArrayList<>(1); // guarded by this
    private boolean fired; // guarded by this

    DisconnectWatch add(Thread thread) {
        synchronized (this) {
            if (fired) {
                thread.interrupt();
            } else {
                threads.add(thread);
            }
        }
        return () -> remove(thread);
    }

    private synchronized void remove(Thread thread) {
        threads.remove(thread);
    }

    synchronized void fire() {
        fired = true;
        threads.forEach(Thread::interrupt);
        threads.clear();
    }
}
