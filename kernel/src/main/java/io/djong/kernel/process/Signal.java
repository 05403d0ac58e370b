package io.djong.kernel.process;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A signal by its number (signal(7)); the numbers are those of x86_64 and aarch64. */
public record Signal(int number) {
    private static final int RTMIN = 34; // the C library keeps 32 and 33 for itself
    private static final int RTMAX = 64;
    private static final String[] NAMES = {
        "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM",
        "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF",
        "WINCH", "IO", "PWR", "SYS"
    };
    private static final Map<String, Integer> BY_NAME = byName();

    public static final Signal HUP = new Signal(1);
    public static final Signal INT = new Signal(2);
    public static final Signal KILL = new Signal(9);
    public static final Signal USR1 = new Signal(10);
    public static final Signal TERM = new Signal(15);
    public static final Signal CONT = new Signal(18);
    public static final Signal STOP = new Signal(19);
    public static final Signal WINCH = new Signal(28);

    public Signal {
        if (number < 0 || number > RTMAX) {
            throw new IllegalArgumentException("no signal " + number);
        }
    }

    /** Reads a number or a name, with or without SIG, in any case: {@code 9}, {@code KILL}, {@code SIGRTMIN+3}. */
    public static Optional<Signal> parse(String text) {
        String name = text.toUpperCase(Locale.ROOT);
        if (!name.isEmpty() && name.length() <= 2 && name.chars().allMatch(c -> c >= '0' && c <= '9')) {
            int number = Integer.parseInt(name);
            return number > 0 && number <= RTMAX ? Optional.of(new Signal(number)) : Optional.empty();
        }
        return Optional.ofNullable(BY_NAME.get(name.startsWith("SIG") ? name.substring(3) : name))
                .map(Signal::new);
    }

    private static Map<String, Integer> byName() {
        Map<String, Integer> names = new TreeMap<>();
        for (int i = 1; i < NAMES.length; i++) {
            names.put(NAMES[i], i);
        }
        names.put("IOT", 6);
        names.put("CLD", 17);
        names.put("POLL", 29);
        names.put("RTMIN", RTMIN);
        names.put("RTMAX", RTMAX);
        for (int i = 1; i <= 15; i++) {
            names.put("RTMIN+" + i, RTMIN + i);
        }
        for (int i = 1; i <= 14; i++) {
            names.put("RTMAX-" + i, RTMAX - i);
        }
        return Map.copyOf(names);
    }

    /** The name with SIG, as {@code SIGTERM}; real-time signals count from SIGRTMIN. */
    public String name() {
        if (number > 0 && number < NAMES.length) {
            return "SIG" + NAMES[number];
        }
        return number >= RTMIN ? "SIGRTMIN+" + (number - RTMIN) : "SIG" + number;
    }
}
