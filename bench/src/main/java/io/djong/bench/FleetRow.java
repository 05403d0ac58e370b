package io.djong.bench;

import io.djong.testkit.process.Command;
import java.util.ArrayList;
import java.util.List;

/**
 * The time of one thing done to many containers at once.
 *
 * @param containers how many; making them is not measured
 */
record FleetRow(String key, String title, double goal, int rounds, int containers, Deed deed) implements Row {
    /** What is done to them. */
    enum Deed {
        /** Each that was created is started by a client of its own. */
        START,
        /** All are stopped by one client; their processes heed the signal at once. */
        STOP,
        /** All are removed by one client while they run. */
        REMOVE
    }

    private static final String HEEDS_TERM = "trap 'exit 0' TERM; sleep 100000 & wait";

    @Override
    public String unit() {
        return "ms";
    }

    @Override
    public double sample(Contender contender) {
        contender.clear();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < containers; i++) {
            Command make = deed == Deed.START
                    ? contender.docker().command("create")
                    : contender.docker().command("run", "-d");
            ids.add(make.and("busybox", "sh", "-c", HEEDS_TERM).run().ok().line());
        }
        return Clients.time(commands(contender, ids), containers).toNanos() / 1e6;
    }

    private List<Command> commands(Contender contender, List<String> ids) {
        return switch (deed) {
            case START ->
                ids.stream().map(id -> contender.docker().command("start", id)).toList();
            case STOP -> List.of(contender.docker().command("stop").and(ids.toArray(String[]::new)));
            case REMOVE -> List.of(contender.docker().command("rm", "-f").and(ids.toArray(String[]::new)));
        };
    }
}
