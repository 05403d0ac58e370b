package io.djong.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The time of many detached runs.
 *
 * @param runs how many
 * @param atOnce how many at a time
 */
record ManyRunsRow(String key, String title, double goal, int rounds, int runs, int atOnce) implements Row {
    @Override
    public String unit() {
        return "ms";
    }

    @Override
    public void prepare(Contender contender) {
        contender.docker().ok("run", "--rm", "busybox", "true");
    }

    @Override
    public double sample(Contender contender) {
        contender.clear();
        long began = System.nanoTime();
        try (ExecutorService clients = Executors.newFixedThreadPool(atOnce)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < runs; i++) {
                all.add(clients.submit(() -> contender
                        .docker()
                        .command("run", "-d", "busybox", "sleep", "100000")
                        .time()));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError("a run failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        return (System.nanoTime() - began) / 1e6;
    }
}
