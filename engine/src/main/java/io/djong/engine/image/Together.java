package io.djong.engine.image;

import io.djong.model.error.Cancelled;
import io.djong.model.error.EngineException;
import io.djong.model.error.Internal;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Runs the parts of one operation at the same time, each on a platform thread: to inflate or to hash is work for the
 * processor, and would keep the virtual threads of requests waiting.
 */
final class Together {
    private Together() {}

    /** Returns when all have ended. If one fails, the others are interrupted. */
    static <T> void run(String threadName, List<Callable<T>> tasks) {
        if (tasks.isEmpty()) {
            return;
        }
        ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().name(threadName, 0).daemon().factory());
        try (threads) {
            ExecutorCompletionService<T> results = new ExecutorCompletionService<>(threads);
            tasks.forEach(results::submit);
            try {
                for (int i = 0; i < tasks.size(); i++) {
                    T _ = results.take().get();
                }
            } catch (InterruptedException e) {
                threads.shutdownNow();
                Thread.currentThread().interrupt();
                throw new Cancelled("context canceled", e);
            } catch (ExecutionException e) {
                threads.shutdownNow();
                throw failure(e.getCause());
            }
        }
    }

    private static RuntimeException failure(@Nullable Throwable cause) {
        return switch (cause) {
            case EngineException known -> known;
            case IOException e -> Internal.failedTo("register layer", e);
            case InterruptedException e -> new Cancelled("context canceled", e);
            case Error e -> throw e;
            case RuntimeException e -> e;
            case null, default -> new Internal("failed to register layer: " + cause);
        };
    }
}
