package io.djong.bench;

import java.util.List;

/**
 * The time of one docker command.
 *
 * @param containers how many containers run meanwhile; the first is named {@code bench}
 */
record CommandRow(String key, String title, double goal, int rounds, int containers, List<String> command)
        implements Row {
    /** A daemon is started once and lives long: what its first commands cost is not the question here. */
    private static final int WARM_UPS = 20;

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
        for (int i = 0; i < WARM_UPS; i++) {
            sample(contender);
        }
    }

    @Override
    public double sample(Contender contender) {
        return contender.docker().command(command.toArray(String[]::new)).time().toNanos() / 1e6;
    }
}
