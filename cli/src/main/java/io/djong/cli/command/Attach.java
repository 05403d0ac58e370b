package io.djong.cli.command;

import io.djong.cli.option.Arguments;
import io.djong.cli.option.CommandSpec;
import io.djong.cli.option.Option;
import io.djong.cli.terminal.DetachKeys;
import io.djong.client.Attachment;
import io.djong.client.ContainerOperations;
import io.djong.client.ContainerOperations.AttachOptions;
import io.djong.client.ContainerOperations.WaitCondition;
import io.djong.client.ContainerOperations.Waiting;
import io.djong.client.json.JsonObject;

/** {@code attach}. */
public final class Attach implements Command {
    @Override
    public CommandSpec spec() {
        return CommandSpec.of(
                        "attach",
                        "[OPTIONS] CONTAINER",
                        "Attach local standard input, output, and error streams to a running container")
                .operands(1, 1)
                .options(
                        Foreground.detachKeys(),
                        Option.flag("no-stdin", "Do not attach STDIN"),
                        Foreground.signalProxy());
    }

    @Override
    public int run(Session session, Arguments arguments) {
        ContainerOperations containers = session.client().containers();
        JsonObject container = containers.inspect(arguments.operand(0));
        requireRunning(container.object("State"));
        JsonObject config = container.object("Config");
        boolean terminal = config.truth("Tty");
        boolean stdin = !arguments.flag("no-stdin") && config.truth("OpenStdin");
        Foreground.requireTerminal(session, terminal && stdin);

        String id = container.string("Id");
        String keys = arguments.text("detach-keys");
        Dialogue dialogue = new Dialogue(
                session.streams(), new Dialogue.Options(terminal, stdin, true, true, DetachKeys.parse(keys)));
        try (Waiting waiting = containers.await(id, WaitCondition.NOT_RUNNING);
                Attachment attachment = containers.attach(id, new AttachOptions(stdin, true, true, false, keys))) {
            Foreground foreground = new Foreground(session, id, terminal);
            if (arguments.flag("sig-proxy") && !terminal) {
                foreground.forwardSignals();
            }
            return foreground.run(dialogue, attachment, waiting, () -> {});
        }
    }

    private static void requireRunning(JsonObject state) {
        if (state.truth("Paused")) {
            throw new CommandFailure("You cannot attach to a paused container, unpause it first");
        }
        if (state.truth("Restarting")) {
            throw new CommandFailure("You cannot attach to a restarting container, wait until it is running");
        }
        if (!state.truth("Running")) {
            throw new CommandFailure("You cannot attach to a stopped container, start it first");
        }
    }
}
