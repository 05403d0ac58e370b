package io.djong.cli.command;

import io.djong.model.error.EngineException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** Does the same to several objects at a time, and reports in the order in which they were named. */
final class ForEach {
    private static final int AT_A_TIME = 50;

    private ForEach() {}

    /**
     * Prints the name of each object for which the operation went well, and the error of each other.
     *
     * @return the exit code: 1 where one failed
     */
    static int printingNames(Session session, List<String> names, Consumer<String> operation) {
        List<Optional<EngineException>> results = run(names, operation);
        int exitCode = 0;
        for (int i = 0; i < names.size(); i++) {
            Optional<EngineException> failure = results.get(i);
            if (failure.isPresent()) {
                session.complain(failure.get().message());
                exitCode = 1;
            } else {
                session.line(names.get(i));
            }
        }
        return exitCode;
    }

    /** What became of each: nothing where it went well. */
    static List<Optional<EngineException>> run(List<String> names, Consumer<String> operation) {
        if (names.size() == 1) {
            return List.of(attempt(names.getFirst(), operation));
        }
        List<Optional<EngineException>> results = new ArrayList<>(Collections.nCopies(names.size(), Optional.empty()));
        List<Thread> threads = new ArrayList<>();
        Semaphore slots = new Semaphore(AT_A_TIME);
        for (int i = 0; i < names.size(); i++) {
            int index = i;
            threads.add(Thread.ofPlatform().daemon().start(() -> {
                slots.acquireUninterruptibly();
                Optional<EngineException> result = attempt(names.get(index), operation);
                synchronized (results) {
                    results.set(index, result);
                }
                slots.release();
            }));
        }
        threads.forEach(ForEach::join);
        return results;
    }

    private static Optional<EngineException> attempt(String name, Consumer<String> operation) {
        try {
            operation.accept(name);
            return Optional.empty();
        } catch (EngineException e) {
            return Optional.of(e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted");
        }
    }
}
