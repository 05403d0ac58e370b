package io.djong.kernel;

import io.djong.kernel.call.Downcall;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An open file descriptor with one owner, who closes it. Every descriptor that this module opens has close-on-exec.
 *
 * <p>Closing twice does nothing; using a closed one throws {@link IllegalStateException} rather than reach whatever
 * was opened under the same number since.
 */
public final class Fd implements AutoCloseable {
    private final int number;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Fd(int number) {
        this.number = number;
    }

    /** Takes ownership of a descriptor. */
    public static Fd own(int number) {
        if (number < 0) {
            throw new IllegalArgumentException("not a descriptor: " + number);
        }
        return new Fd(number);
    }

    /** The descriptor's number, for a system call or for {@code /proc/self/fd}. */
    public int number() {
        if (closed.get()) {
            throw new IllegalStateException("descriptor " + number + " is closed");
        }
        return number;
    }

    public boolean isOpen() {
        return !closed.get();
    }

    /** Closes; close(2) frees the number even where it reports an error, so none is reported. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            Downcall.close(number);
        }
    }

    @Override
    public String toString() {
        return "fd " + number;
    }
}
