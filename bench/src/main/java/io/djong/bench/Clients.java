package io.djong.bench;

import io.djong.testkit.process.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Several docker command lines at a time. */
final class Clients {
    private Clients() {}

    /** How long they take together, {@code atOnce} at a time. Each has to succeed. */
    static Duration time(List<Command> commands, int atOnce) {
        long began = System.nanoTime();
        try (ExecutorService clients = Executors.newFixedThreadPool(atOnce)) {
            List<Future<?>> all = new ArrayList<>();
            commands.forEach(command -> all.add(clients.submit(command::time)));
            for (Future<?> one : all) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError("a command failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
