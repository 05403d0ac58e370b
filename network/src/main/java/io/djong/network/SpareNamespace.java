package io.djong.network;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A namespace made ahead of the sandbox that will take it, which saves a start some milliseconds. There is at most one; it
 * is kept by its descriptors alone, and goes with the process.
 */
final class SpareNamespace implements AutoCloseable {
    private final AtomicReference<@Nullable CompletableFuture<BareNamespace>> next = new AtomicReference<>();

    /** Has one made, unless there is one. Returns at once. */
    void prepare() {
        CompletableFuture<BareNamespace> future = new CompletableFuture<>();
        if (next.compareAndSet(null, future)) {
            Thread.ofVirtual().name("spare-netns").start(() -> make(future));
        }
    }

    private static void make(CompletableFuture<BareNamespace> future) {
        try {
            future.complete(BareNamespace.make());
        } catch (RuntimeException | Error e) {
            future.completeExceptionally(e);
        }
    }

    /** Gives the spare one away, or one that is made now. */
    BareNamespace take() {
        CompletableFuture<BareNamespace> spare = next.getAndSet(null);
        if (spare == null) {
            return BareNamespace.make();
        }
        try {
            return spare.join();
        } catch (CompletionException e) {
            return BareNamespace.make(); // whose failure, if it fails too, is told to who wants it
        }
    }

    @Override
    public void close() {
        CompletableFuture<BareNamespace> spare = next.getAndSet(null);
        if (spare != null) {
            CompletableFuture<Void> _ = spare.thenAccept(BareNamespace::close);
        }
    }
}
