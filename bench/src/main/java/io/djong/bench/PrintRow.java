package io.djong.bench;

import io.djong.testkit.process.Command;

/**
 * The time of a detached container that prints many lines and ends.
 *
 * @param lines how many
 */
record PrintRow(String key, String title, double goal, int rounds, int lines) implements Row {
    /** So much that no file is rotated: what is compared is what it costs to keep every line. */
    static final String UNROTATED = "max-size=20g";

    @Override
    public String unit() {
        return "ms";
    }

    @Override
    public void prepare(Contender contender) {
        sample(contender);
    }

    @Override
    public double sample(Contender contender) {
        contender.clear();
        long began = System.nanoTime();
        contender
                .docker()
                .ok("run", "-d", "--name", "bench", "--log-opt", UNROTATED, "busybox", "seq", Integer.toString(lines));
        Command wait = contender.docker().command("wait", "bench").withLimit(Limits.LONG);
        wait.run().ok();
        return (System.nanoTime() - began) / 1e6;
    }
}
