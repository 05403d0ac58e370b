package io.djong.bench;

import java.util.List;

/**
 * The time of one docker command.
 *
 * @param stage what there is meanwhile
 */
record CommandRow(String key, String title, double goal, int rounds, Stage stage, List<String> command) implements Row {
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
        stage.set(contender);
        for (int i = 0; i < WARM_UPS; i++) {
            sample(contender);
        }
    }

    @Override
    public double sample(Contender contender) {
        return Timed.millis(contender.docker(), command.toArray(String[]::new));
    }

    @Override
    public void finish(Contender contender) {
        stage.strike(contender);
    }
}
