package io.djong.engine.container;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Short work on a thread of its own, beside the work of who began it and who waits for it in any case. */
final class Beside<T> {
    private final CompletableFuture<T> outcome = new CompletableFuture<>();

    private Beside() {}

    static <T> Beside<T> begin(String name, Supplier<T> work) {
        Beside<T> beside = new Beside<>();
        Thread.ofVirtual().name(name).start(() -> {
            try {
                beside.outcome.complete(work.get());
            } catch (RuntimeException | Error e) {
                beside.outcome.completeExceptionally(e);
            }
        });
        return beside;
    }

    /** Waits for the result, or throws what the work threw. */
    T get() {
        try {
            return outcome.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw e;
            }
        }
    }

    /** Waits for the result; empty if there is none. */
    Optional<T> result() {
        return outcome.handle((value, failure) -> failure == null ? Optional.of(value) : Optional.<T>empty())
                .join();
    }
}
