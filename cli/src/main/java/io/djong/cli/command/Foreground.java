package io.djong.cli.command;

import io.djong.cli.option.Option;
import io.djong.cli.terminal.Signals;
import io.djong.client.Attachment;
import io.djong.client.ContainerOperations;
import io.djong.client.ContainerOperations.Exit;
import io.djong.client.ContainerOperations.Waiting;
import io.djong.model.error.EngineException;

/** A container that this process stands in for: its streams, its signals, its exit code. */
final class Foreground {
    private final Session session;
    private final ContainerOperations containers;
    private final String id;
    private final boolean terminal;

    Foreground(Session session, String id, boolean terminal) {
        this.session = session;
        this.containers = session.client().containers();
        this.id = id;
        this.terminal = terminal;
    }

    static Option detachKeys() {
        return Option.text("detach-keys", "Other keys that detach from the container");
    }

    static Option signalProxy() {
        return Option.flagOn("sig-proxy", "Pass received signals on to the process");
    }

    /** Refuses to pass on the keys of a terminal that is none, before anything is made. */
    static void requireTerminal(Session session, boolean wanted) {
        if (wanted && !session.streams().inIsTerminal()) {
            throw new CommandFailure("the input device is not a TTY");
        }
    }

    /** From now on signals are the container's, not ours. */
    void forwardSignals() {
        Signals.forward(name -> {
            try {
                containers.kill(id, name);
            } catch (EngineException e) {
                // It has ended already, and with it soon this process.
            }
        });
    }

    /**
     * Joins the streams, does what starts the container, and waits for its end.
     *
     * @return the container's exit code, or 0 where the user has detached
     */
    int run(Dialogue dialogue, Attachment attachment, Waiting waiting, Runnable start) {
        try (Dialogue.Setting _ = dialogue.prepare()) {
            start.run();
            if (terminal && session.streams().outIsTerminal()) {
                Dialogue.followSize((rows, columns) -> containers.resize(id, rows, columns));
            }
            dialogue.run(attachment);
        }
        return dialogue.isDetached() ? 0 : exitCode(waiting);
    }

    static int exitCode(Waiting waiting) {
        Exit exit = waiting.exit();
        if (!exit.error().isEmpty()) {
            throw new CommandFailure(exit.error(), 125);
        }
        return exit.code();
    }
}
