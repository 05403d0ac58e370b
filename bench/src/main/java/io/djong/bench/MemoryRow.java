package io.djong.bench;

import io.djong.testkit.daemon.DaemonUnderTest;
import io.djong.testkit.process.Await;
import java.time.Duration;

/**
 * The memory of a daemon and all its helpers, as proportional set size, some seconds after the last work.
 *
 * @param containers how many containers run meanwhile; their own processes do not count
 */
record MemoryRow(String key, String title, double goal, int containers) implements Row {
    private static final Duration SETTLE = Duration.ofSeconds(5);

    @Override
    public String unit() {
        return "MB";
    }

    @Override
    public int rounds() {
        return 1;
    }

    @Override
    public double sample(Contender contender) {
        // The daemon that is there anyway, started afresh: a second one would share its program's pages with the first.
        DaemonUnderTest daemon = contender.daemon().stop().start();
        daemon.docker().ok("run", "--rm", "busybox", "true");
        Contender.runSleepers(daemon, containers);
        Await.pause(SETTLE);
        return Memory.megabytes(daemon);
    }
}
