package io.djong.runtime.meter;

/** What {@code cpu.stat} says of quotas, on v1 in nanoseconds, on v2 in microseconds. */
record Throttling(long periods, long throttled, long nanos) {
    static final long MICRO = 1000;

    static Throttling of(CounterText text) {
        long periods = 0;
        long throttled = 0;
        long nanos = 0;
        for (; !text.atEnd(); text.nextLine()) {
            if (text.skip("nr_periods ")) {
                periods = text.number(0);
            } else if (text.skip("nr_throttled ")) {
                throttled = text.number(0);
            } else if (text.skip("throttled_time ")) {
                nanos = text.number(0);
            } else if (text.skip("throttled_usec ")) {
                nanos = text.number(0) * MICRO;
            }
        }
        return new Throttling(periods, throttled, nanos);
    }
}
