package io.djong.cli.command;

import io.djong.cli.option.Arguments;
import io.djong.cli.option.CommandSpec;
import io.djong.cli.option.Option;
import io.djong.client.ByteAnswer;
import io.djong.client.ContainerOperations;
import io.djong.client.ContainerOperations.LogOptions;
import io.djong.client.Frames;
import io.djong.client.json.JsonObject;
import io.djong.model.error.Unavailable;
import java.io.IOException;

/** {@code logs}. */
public final class Logs implements Command {
    @Override
    public CommandSpec spec() {
        return CommandSpec.of("logs", "[OPTIONS] CONTAINER", "Fetch the logs of a container")
                .operands(1, 1)
                .options(
                        Option.flag("details", "Show what else is recorded with the lines"),
                        Option.flag('f', "follow", "Follow log output"),
                        Option.text(
                                "since",
                                "Show logs since a time (e.g. \"2013-01-02T13:23:37Z\") or for a length of time"
                                        + " (e.g. \"42m\" for 42 minutes)"),
                        Option.text('n', "tail", "Number of lines to show from the end of the logs (default \"all\")")
                                .startingWith("all"),
                        Option.flag('t', "timestamps", "Show timestamps"),
                        Option.text(
                                "until",
                                "Show logs before a time (e.g. \"2013-01-02T13:23:37Z\") or a length of time ago"
                                        + " (e.g. \"42m\" for 42 minutes)"));
    }

    @Override
    public int run(Session session, Arguments arguments) {
        ContainerOperations containers = session.client().containers();
        JsonObject container = containers.inspect(arguments.operand(0));
        LogOptions options = new LogOptions(
                arguments.flag("follow"),
                arguments.flag("timestamps"),
                arguments.flag("details"),
                arguments.text("tail"),
                Moments.parse(arguments.text("since"), session.clock().instant()),
                Moments.parse(arguments.text("until"), session.clock().instant()));
        try (ByteAnswer logs = containers.logs(container.string("Id"), options)) {
            if (container.object("Config").truth("Tty")) {
                logs.bytes().transferTo(session.out());
            } else {
                Frames.copy(logs.bytes(), session.out(), session.err());
            }
        } catch (IOException e) {
            throw new Unavailable("error while reading the logs: " + e.getMessage(), e);
        }
        return 0;
    }
}
