package io.djong.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer as a blocking stream with a deadline for each wait, which the JDK's own stream has not.
 *
 * <p>The HTTP client's threads put buffers into a bounded queue, one thread reads them; demand is given back buffer by
 * buffer, so that a slow reader slows the sender.
 */
final class BodyStream extends InputStream implements BodySubscriber<BodyStream> {
    private static final int WINDOW = 16;

    private sealed interface Event {}

    private record Data(List<ByteBuffer> buffers) implements Event {}

    private record End(@Nullable Throwable cause) implements Event {}

    private final Duration stall;
    // WINDOW buffers may be under way, and one end.
    private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(WINDOW + 2);
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    // Only the reader touches these.
    private final ArrayDeque<ByteBuffer> ready = new ArrayDeque<>();
    private @Nullable End end;

    BodyStream(Duration stall) {
        this.stall = stall;
    }

    @Override
    public CompletionStage<BodyStream> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        if (subscription.complete(given)) {
            given.request(WINDOW);
        } else {
            given.cancel();
        }
    }

    @Override
    public void onNext(List<ByteBuffer> item) {
        offer(new Data(item));
    }

    @Override
    public void onError(Throwable throwable) {
        offer(new End(throwable));
    }

    @Override
    public void onComplete() {
        offer(new End(null));
    }

    private void offer(Event event) {
        // Never full: there is room for all that was asked for. After close nobody looks, and what is left over goes.
        boolean _ = events.offer(event);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (ready.isEmpty() && !await()) {
            return -1;
        }
        int done = 0;
        while (done < length) {
            ByteBuffer buffer = ready.peek();
            if (buffer == null) {
                Event event = events.poll();
                if (event == null) {
                    break;
                }
                take(event);
                if (end != null) {
                    break;
                }
                continue;
            }
            int count = Math.min(buffer.remaining(), length - done);
            buffer.get(target, offset + done, count);
            done += count;
            if (!buffer.hasRemaining()) {
                ready.remove();
            }
        }
        return done;
    }

    /** Waits until there is something to read; false at the end of the body. */
    private boolean await() throws IOException {
        while (ready.isEmpty()) {
            if (end != null) {
                if (end.cause() != null) {
                    throw new IOException(end.cause());
                }
                return false;
            }
            take(next());
        }
        return true;
    }

    private Event next() throws IOException {
        try {
            Event event = events.poll(stall.toMillis(), TimeUnit.MILLISECONDS);
            if (event == null) {
                throw new SocketTimeoutException("no data for " + stall.toSeconds() + " seconds");
            }
            return event;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("interrupted");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    private void take(Event event) {
        switch (event) {
            case Data data -> {
                for (ByteBuffer buffer : data.buffers()) {
                    if (buffer.hasRemaining()) {
                        ready.add(buffer);
                    }
                }
                subscription.join().request(1);
            }
            case End last -> end = last;
        }
    }

    /** Gives the connection back where the body was read to its end, and closes it otherwise. */
    @Override
    public void close() {
        if (!subscription.complete(new Cancelled())) {
            if (end == null) {
                subscription.join().cancel();
            }
        }
        ready.clear();
        events.clear();
    }

    /** Stands for the subscription of a body that was closed before it began. */
    private static final class Cancelled implements Flow.Subscription {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    }
}
