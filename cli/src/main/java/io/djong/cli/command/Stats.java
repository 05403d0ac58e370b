package io.djong.cli.command;

import io.djong.cli.option.Arguments;
import io.djong.cli.option.CommandSpec;
import io.djong.cli.option.Option;
import io.djong.client.ContainerOperations.ListOptions;
import io.djong.client.json.JsonObject;
import io.djong.model.error.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code stats}: what containers use, a table a second. The engine sets the pace: it answers once it has seen a container
 * for a second.
 */
public final class Stats implements Command {
    private static final String CLEARED = "\033[2J\033[H";
    private static final int PAUSE_MILLIS = 500;

    private static final Listing LISTING = new Listing(
            Map.of(
                    "Container", "CONTAINER",
                    "ID", "CONTAINER ID",
                    "Name", "NAME",
                    "CPUPerc", "CPU %",
                    "MemUsage", "MEM USAGE / LIMIT",
                    "MemPerc", "MEM %",
                    "NetIO", "NET I/O",
                    "BlockIO", "BLOCK I/O",
                    "PIDs", "PIDS"),
            List.of("ID", "Name", "CPUPerc", "MemUsage", "MemPerc", "NetIO", "BlockIO", "PIDs"));

    @Override
    public CommandSpec spec() {
        return CommandSpec.of(
                        "stats",
                        "[OPTIONS] [CONTAINER...]",
                        "Display a live stream of container(s) resource usage statistics")
                .operands(0, CommandSpec.ANY)
                .options(
                        Option.flag('a', "all", "Show all containers (default shows just running)"),
                        Listing.formatOption(),
                        Option.flag("no-stream", "Disable streaming stats and only pull the first result"),
                        Option.flag("no-trunc", "Do not truncate output"));
    }

    @Override
    public int run(Session session, Arguments arguments) {
        boolean once = arguments.flag("no-stream");
        String format = arguments.text("format");
        int exitCode = print(session, arguments, format);
        while (!once && exitCode == 0) {
            exitCode = print(session, arguments, format);
        }
        return exitCode;
    }

    /** Prints what is so now. @return 1 if a container that was named is not there */
    private static int print(Session session, Arguments arguments, String format) {
        boolean named = !arguments.operands().isEmpty();
        List<String> containers = named ? arguments.operands() : listed(session, arguments.flag("all"));
        Map<String, JsonObject> read = new ConcurrentHashMap<>();
        List<Optional<EngineException>> failures = ForEach.run(
                containers, name -> read.put(name, session.client().containers().stats(name)));
        for (Optional<EngineException> failure : failures) {
            if (named && failure.isPresent()) { // one that was listed may be gone by now
                session.complain(failure.get().message());
                return 1;
            }
        }
        List<JsonObject> rows = new ArrayList<>();
        for (String container : containers) {
            JsonObject reading = read.get(container);
            if (reading != null) {
                rows.add(new Usage(reading).row(container, arguments.flag("no-trunc")));
            }
        }
        if (!arguments.flag("no-stream") && session.streams().outIsTerminal()) {
            session.out().print(CLEARED);
        }
        LISTING.print(session, format, rows);
        session.out().flush();
        if (containers.isEmpty() && !arguments.flag("no-stream")) {
            pause(); // nothing sets the pace
        }
        return 0;
    }

    private static List<String> listed(Session session, boolean all) {
        return session.client().containers().list(new ListOptions(all, 0, false, Map.of())).objects().stream()
                .map(container -> container.string("Id"))
                .toList();
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted");
        }
    }
}
