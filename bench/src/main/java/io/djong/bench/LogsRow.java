package io.djong.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * The time to read the log of a container that has ended.
 *
 * @param lines how many it has printed, each of {@code width} characters; printing them is not measured
 * @param options of {@code docker logs}
 */
record LogsRow(String key, String title, double goal, int rounds, int lines, int width, List<String> options)
        implements Row {
    LogsRow {
        options = List.copyOf(options);
    }

    @Override
    public String unit() {
        return "ms";
    }

    @Override
    public void prepare(Contender contender) {
        String print = "yes " + "x".repeat(width - 1) + " | head -n " + lines;
        contender
                .docker()
                .command("run", "-d", "--name", "bench", "--log-opt", PrintRow.UNROTATED, "busybox", "sh", "-c", print)
                .run()
                .ok();
        contender.docker().command("wait", "bench").withLimit(Limits.LONG).run().ok();
        sample(contender);
    }

    @Override
    public double sample(Contender contender) {
        List<String> command = new ArrayList<>(List.of("logs"));
        command.addAll(options);
        command.add("bench");
        return Timed.millis(contender.docker(), command.toArray(String[]::new));
    }
}
