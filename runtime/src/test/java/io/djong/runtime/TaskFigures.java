package io.djong.runtime;

import io.djong.kernel.process.Signal;
import io.djong.kernel.tty.Terminal;
import io.djong.runtime.spec.ContainerSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints what the life of {@code true} and an exec of it cost, step by step: minimum and median in milliseconds. */
final class TaskFigures {
    private static final int WARM_UPS = 20;
    private static final int RUNS = 50;

    private final Map<String, List<Double>> times = new LinkedHashMap<>();
    private long last;

    private TaskFigures() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (Machine machine = Machine.open()) {
            machine.tasks().probe();
            new TaskFigures().measure(machine);
        }
    }

    private void measure(Machine machine) throws InterruptedException, IOException {
        for (int i = 0; i < WARM_UPS + RUNS; i++) {
            if (i == WARM_UPS) {
                times.clear();
            }
            life(machine);
        }
        Task task = machine.tasks().create(machine.script("sleep 1000"), Stdio.NONE);
        task.start();
        for (int i = 0; i < WARM_UPS + RUNS; i++) {
            if (i == WARM_UPS) {
                times.keySet().removeIf(name -> name.startsWith("exec"));
            }
            exec(task);
        }
        task.kill(Signal.KILL);
        task.await();
        task.delete();
        times.forEach((name, list) -> {
            double[] sorted =
                    list.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            System.out.printf(
                    Locale.ROOT,
                    "%-12s %7.2f %7.2f%n",
                    name,
                    Arrays.stream(sorted).min().orElse(0),
                    sorted[sorted.length / 2]);
        });
    }

    private void life(Machine machine) throws InterruptedException, IOException {
        ContainerSpec spec = machine.spec(List.of("true"), "{}", "{}");
        long begin = System.nanoTime();
        last = begin;
        Task task = machine.tasks()
                .create(
                        spec,
                        new Stdio(false, Stdio.Input.NONE, machine.directory().resolve("spool")));
        lap("create");
        Attachment attachment = task.attach();
        lap("attach");
        task.start();
        lap("start");
        while (attachment.read().isPresent()) {
            // nothing is printed
        }
        task.await();
        lap("exit");
        attachment.close();
        last = begin;
        lap("to exit");
        long beforeDelete = System.nanoTime();
        task.delete();
        last = beforeDelete;
        lap("delete");
    }

    private void exec(Task task) throws InterruptedException, IOException {
        last = System.nanoTime();
        try (Exec exec = task.exec(new ExecSpec(
                List.of("true"),
                List.of("PATH=/bin"),
                "",
                "",
                List.of(),
                false,
                false,
                new Terminal.Size(0, 0),
                new ExecSpec.Streams(false, true, true)))) {
            exec.output().orElseThrow().readAllBytes();
            exec.await();
        }
        lap("exec");
    }

    private void lap(String name) {
        long now = System.nanoTime();
        times.computeIfAbsent(name, _ -> new ArrayList<>()).add((now - last) / 1e6);
        last = now;
    }
}
