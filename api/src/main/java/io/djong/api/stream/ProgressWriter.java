package io.djong.api.stream;

import io.djong.api.routing.Call;
import io.djong.api.routing.Failure;
import io.djong.api.routing.JsonLine;
import io.djong.engine.image.Progress;
import io.djong.model.error.Cancelled;
import io.djong.model.error.EngineException;
import io.djong.model.image.ProgressMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Sends progress as a stream of JSON lines. The response begins with the first message: a failure before it is answered
 * with its status, one after it becomes the last message.
 *
 * <p>Messages come from many threads, which are interrupted when one of them fails. To be interrupted in a write closes
 * the connection, and with it the way for the failure itself; so a thread of its own writes.
 */
public final class ProgressWriter implements Progress, AutoCloseable {
    private static final int WAITING = 64;

    private final Call call;
    private final BlockingQueue<Optional<ProgressMessage>> messages =
            new ArrayBlockingQueue<>(WAITING); // empty: the end
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Thread writer; // from the first message on; guarded by lock
    private volatile boolean gone;

    public ProgressWriter(Call call) {
        this.call = call;
    }

    /** @throws Cancelled if the client has gone, or the thread is interrupted */
    @Override
    public void accept(ProgressMessage message) {
        begin();
        if (gone) {
            throw new Cancelled("the client has gone");
        }
        try {
            messages.put(Optional.of(message));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Cancelled("context canceled", e);
        }
    }

    /** Begins the response, so that whatever fails from here on is told within it, with status 200. */
    public void begin() {
        lock.lock();
        try {
            if (writer == null) {
                writer = Thread.ofVirtual().name("progress").start(this::write);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes messages to the end, also when nobody gets them any more: nobody is to wait for room in vain. */
    private void write() {
        try {
            Optional<ProgressMessage> next = messages.take();
            while (next.isPresent()) {
                send(next.get());
                next = messages.take();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }

    private void send(ProgressMessage message) {
        if (gone) {
            return;
        }
        try {
            OutputStream out = call.response().committed() ? call.response().body() : call.stream(MediaType.JSON);
            out.write(JsonLine.of(message));
            out.flush();
        } catch (IOException e) {
            gone = true;
        }
    }

    /** Ends the stream with a failure. @throws EngineException the same, if nothing was sent before */
    public void fail(EngineException failure) {
        if (writer().isEmpty()) {
            throw failure;
        }
        accept(ProgressMessage.failed(Failure.status(failure), failure.message()));
    }

    /** Waits until all is sent, whether interrupted or not: who goes on is to find the response whole. */
    @Override
    public void close() {
        Optional<Thread> writing = writer();
        boolean interrupted = false;
        boolean told = false;
        while (writing.isPresent() && writing.get().isAlive()) {
            try {
                if (!told) {
                    messages.put(Optional.empty());
                    told = true;
                }
                writing.get().join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<Thread> writer() {
        lock.lock();
        try {
            return Optional.ofNullable(writer);
        } finally {
            lock.unlock();
        }
    }
}
