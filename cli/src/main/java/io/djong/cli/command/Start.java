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
import io.djong.model.error.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code start}. */
public final class Start implements Command {
    @Override
    public CommandSpec spec() {
        return CommandSpec.of("start", "[OPTIONS] CONTAINER [CONTAINER...]", "Start one or more stopped containers")
                .operands(1, CommandSpec.ANY)
                .options(
                        Option.flag('a', "attach", "Attach STDOUT and STDERR, and pass signals on"),
                        Foreground.detachKeys(),
                        Option.flag('i', "interactive", "Attach the container's STDIN"));
    }

    @Override
    public int run(Session session, Arguments arguments) {
        boolean attach = arguments.flag("attach") || arguments.flag("interactive");
        if (!attach) {
            return startAll(session, arguments.operands());
        }
        if (arguments.operands().size() > 1) {
            throw new CommandFailure("you cannot start and attach multiple containers at once");
        }
        return attached(session, arguments);
    }

    private static int startAll(Session session, List<String> names) {
        ContainerOperations containers = session.client().containers();
        List<Optional<EngineException>> results = ForEach.run(names, name -> containers.start(name, ""));
        List<String> failed = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            results.get(i)
                    .ifPresentOrElse(
                            failure -> {
                                session.complain(failure.message());
                                failed.add(name);
                            },
                            () -> session.line(name));
        }
        if (!failed.isEmpty()) {
            throw new CommandFailure("Error: failed to start containers: " + String.join(", ", failed));
        }
        return 0;
    }

    private static int attached(Session session, Arguments arguments) {
        ContainerOperations containers = session.client().containers();
        JsonObject container = containers.inspect(arguments.operand(0));
        JsonObject config = container.object("Config");
        boolean terminal = config.truth("Tty");
        boolean stdin = arguments.flag("interactive") && config.truth("OpenStdin");
        Foreground.requireTerminal(session, terminal && stdin);

        String id = container.string("Id");
        String keys = arguments.text("detach-keys");
        Dialogue dialogue = new Dialogue(
                session.streams(), new Dialogue.Options(terminal, stdin, true, true, DetachKeys.parse(keys)));
        boolean removed = container.object("HostConfig").truth("AutoRemove");
        WaitCondition end = removed ? WaitCondition.REMOVED : WaitCondition.NEXT_EXIT;
        Foreground foreground = new Foreground(session, id, terminal);
        if (!terminal) {
            foreground.forwardSignals();
        }
        try (Attachment attachment = containers.attach(id, new AttachOptions(stdin, true, true, false, keys));
                Waiting waiting = containers.await(id, end)) {
            return foreground.run(dialogue, attachment, waiting, () -> containers.start(id, keys));
        }
    }
}
