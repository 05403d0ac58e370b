package io.djong.bench;

import java.util.List;

/**
 * The time of one docker command.
 *
 * @param containers how many containers run meanwhile; the first is named {@code bench}
 */
record CommandRow(String key, String title, double goal, int rounds, int containers, List<String> command)
        implements Row {
    CommandRow {
        command = List.copyOf(command);
    }

    @Override
    public String unit() {
        return "ms";
    }

    @Override
    public void prepare(Contender contender) {
        if (containers > 0) {
            contender.docker().ok("run", "-d", "--name", "bench", "busybox", "sleep", "100000");
            Contender.runSleepers(contender.daemon(), containers - 1);
        }
        sample(contender);
        sample(contender);
    }

    @Override
    public double sample(Contender contender) {
        return contender.docker().ok(command.toArray(String[]::new)).took().toNanos() / 1e6;
    }
}
