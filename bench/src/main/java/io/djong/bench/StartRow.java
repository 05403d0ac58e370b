package io.djong.bench;

import io.djong.testkit.daemon.DaemonUnderTest;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The time from a daemon's start to its first answer to a ping, on a root where containers run. */
final class StartRow implements Row {
    private final String key;
    private final String title;
    private final int containers;
    private final Map<Contender, DaemonUnderTest> daemons = new HashMap<>();

    StartRow(String key, String title, int containers) {
        this.key = key;
        this.title = title;
        this.containers = containers;
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public String unit() {
        return "ms";
    }

    @Override
    public double goal() {
        return 1.0;
    }

    @Override
    public int rounds() {
        return 5;
    }

    @Override
    public void prepare(Contender contender) {
        DaemonUnderTest daemon = contender.anotherWithImage();
        Contender.runSleepers(daemon, containers);
        daemons.put(contender, daemon);
    }

    @Override
    public double sample(Contender contender) {
        DaemonUnderTest daemon = Objects.requireNonNull(daemons.get(contender), "not prepared");
        daemon.stop();
        return daemon.startTimed().toNanos() / 1e6;
    }

    @Override
    public void finish(Contender contender) {
        DaemonUnderTest daemon = daemons.remove(contender);
        if (daemon != null) {
            daemon.close();
        }
    }
}
