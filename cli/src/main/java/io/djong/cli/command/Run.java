package io.djong.cli.command;

import io.djong.cli.option.Arguments;
import io.djong.cli.option.CommandSpec;
import io.djong.cli.option.Option;
import io.djong.cli.spec.ContainerOptions;
import io.djong.cli.spec.ContainerRequest;
import io.djong.cli.spec.ContainerRequest.Streams;
import io.djong.cli.terminal.DetachKeys;
import io.djong.client.Attachment;
import io.djong.client.ContainerOperations;
import io.djong.client.ContainerOperations.AttachOptions;
import io.djong.client.ContainerOperations.WaitCondition;
import io.djong.client.ContainerOperations.Waiting;
import io.djong.model.error.EngineException;

/** {@code run}: makes a container, starts it, and stands in for it unless it is to run by itself. */
public final class Run implements Command {
    private static final int ENGINE_FAILED = 125;
    private static final int CANNOT_EXECUTE = 126;
    private static final int NOT_FOUND = 127;

    @Override
    public CommandSpec spec() {
        return CommandSpec.of(
                        "run", "[OPTIONS] IMAGE [COMMAND] [ARG...]", "Create and run a new container from an image")
                .operands(1, CommandSpec.ANY)
                .optionsFirst()
                .options(ContainerOptions.all())
                .options(
                        Option.flag('d', "detach", "Run the container in the background and print its ID"),
                        Foreground.detachKeys(),
                        Foreground.signalProxy());
    }

    @Override
    public int run(Session session, Arguments arguments) {
        try {
            return arguments.flag("detach") ? detached(session, arguments) : attached(session, arguments);
        } catch (EngineException e) {
            throw failure(session, e);
        }
    }

    private static int detached(Session session, Arguments arguments) {
        if (arguments.flag("detach") && arguments.isGiven("attach")) {
            throw new CommandFailure("conflicting options: cannot specify both --attach and --detach", ENGINE_FAILED);
        }
        String id = new Launch(session, arguments).create(new Streams(false, false, false));
        session.client().containers().start(id, "");
        session.line(id);
        return 0;
    }

    private static int attached(Session session, Arguments arguments) {
        Streams streams = ContainerRequest.attached(arguments);
        boolean terminal = arguments.flag("tty");
        Foreground.requireTerminal(session, terminal && streams.stdin());
        String keys = arguments.text("detach-keys");
        Dialogue dialogue = new Dialogue(
                session.streams(),
                new Dialogue.Options(
                        terminal, streams.stdin(), streams.stdout(), streams.stderr(), DetachKeys.parse(keys)));

        String id = new Launch(session, arguments).create(streams);
        session.streams().flush();
        ContainerOperations containers = session.client().containers();
        Foreground foreground = new Foreground(session, id, terminal);
        if (arguments.flag("sig-proxy") && !terminal) {
            foreground.forwardSignals();
        }
        // Both are on their way before the start: neither output nor the end is missed.
        WaitCondition end = arguments.flag("rm") ? WaitCondition.REMOVED : WaitCondition.NEXT_EXIT;
        AttachOptions options = new AttachOptions(streams.stdin(), streams.stdout(), streams.stderr(), false, keys);
        try (Attachment attachment = containers.attach(id, options);
                Waiting waiting = containers.await(id, end)) {
            return foreground.run(dialogue, attachment, waiting, () -> containers.start(id, keys));
        }
    }

    /** The exit code says whether the engine failed, or the command in the image: which it is, the message tells. */
    private static CommandFailure failure(Session session, EngineException e) {
        String message = e.message();
        int code = ENGINE_FAILED;
        if (message.contains("executable file not found")
                || message.contains("no such file or directory")
                || message.contains("system cannot find the file specified")) {
            code = NOT_FOUND;
        } else if (message.contains("permission denied") || message.contains("is a directory")) {
            code = CANNOT_EXECUTE;
        }
        if (message.startsWith("Cannot connect") || message.startsWith("permission denied while trying")) {
            code = ENGINE_FAILED;
        }
        String program = session.program();
        return new CommandFailure(
                program + ": " + message + "\n\nRun '" + program + " run --help' for more information", code);
    }
}
