package io.djong.cli.command;

import io.djong.cli.format.Table;
import io.djong.cli.option.Arguments;
import io.djong.cli.option.CommandSpec;
import io.djong.client.json.JsonArray;
import io.djong.client.json.JsonObject;
import io.djong.client.json.JsonValue;

/** {@code top}. */
public final class Top implements Command {
    private static final int WIDTH = 20;

    @Override
    public CommandSpec spec() {
        return CommandSpec.of("top", "CONTAINER [ps OPTIONS]", "Display the running processes of a container")
                .operands(1, CommandSpec.ANY)
                .optionsFirst();
    }

    @Override
    public int run(Session session, Arguments arguments) {
        String options = String.join(
                " ", arguments.operands().subList(1, arguments.operands().size()));
        JsonObject processes = session.client().containers().top(arguments.operand(0), options);
        Table table = new Table(WIDTH);
        table.line(processes.strings("Titles"));
        for (JsonValue process : processes.array("Processes")) {
            if (process instanceof JsonArray columns) {
                table.line(columns.strings());
            }
        }
        table.print(session.out());
        return 0;
    }
}
