package io.djong.cli.terminal;

import java.util.function.Consumer;

/** The signals that this process gets. */
public final class Signals {
    /**
     * Those that are passed on to a container. The virtual machine keeps SIGQUIT and SIGUSR2 for itself; SIGCHLD,
     * SIGPIPE and SIGURG are this process's own affair, as with docker.
     */
    private static final String[] FORWARDED = {"HUP", "INT", "TERM", "USR1", "ALRM", "CONT", "TSTP"};

    private Signals() {}

    /** Calls back, on a thread of its own, with the name of each signal that would otherwise end this process. */
    public static void forward(Consumer<String> handler) {
        for (String name : FORWARDED) {
            handle(name, () -> handler.accept(name));
        }
    }

    /** Calls back whenever the terminal's size has changed. */
    public static void onResize(Runnable handler) {
        handle("WINCH", handler);
    }

    private static void handle(String name, Runnable handler) {
        try {
            // Named in full: to import what is sun's is forbidden, and this is the one place that must use it.
            sun.misc.Signal.handle(new sun.misc.Signal(name), signal -> handler.run());
        } catch (IllegalArgumentException taken) {
            // The virtual machine or the system does not give it away; it keeps its usual effect.
        }
    }
}
