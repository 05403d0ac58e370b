package io.djong.runtime.meter;

import io.djong.model.usage.HostUse;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Reads the host's processor time and its memory (proc(5)). */
public final class HostMeter {
    private static final Path PROC = Path.of("/proc");
    private static final long KIBI = 1024;

    /** The kernel's USER_HZ. */
    private static final long NANOS_PER_TICK = TimeUnit.SECONDS.toNanos(1) / 100;

    /** user, nice, system, idle, iowait, irq, softirq: those that Docker adds up. */
    private static final int FIELDS = 7;

    private HostMeter() {}

    /** What it is now. */
    public static HostUse read() {
        return read(PROC);
    }

    static HostUse read(Path proc) {
        CounterText text = new CounterText();
        long ticks = 0;
        int online = 0;
        text.read(proc.resolve("stat"));
        for (; text.skip("cpu"); text.nextLine()) {
            if (text.isAtWord()) {
                online++;
                continue;
            }
            for (int i = 0; i < FIELDS; i++) {
                ticks += text.number(0);
            }
        }
        text.read(proc.resolve("meminfo"));
        long memory = text.skip("MemTotal:") ? text.number(0) * KIBI : 0;
        return new HostUse(nanos(ticks), online, memory);
    }

    static long nanos(long ticks) {
        return ticks * NANOS_PER_TICK;
    }
}
