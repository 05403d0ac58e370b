package io.djong.bench;

import io.djong.testkit.process.Command;
import java.util.Collections;

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
        Command run = contender.docker().command("run", "-d", "busybox", "sleep", "100000");
        return Clients.time(Collections.nCopies(runs, run), atOnce).toNanos() / 1e6;
    }
}
