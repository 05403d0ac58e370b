package io.djong.cli;

import io.djong.cli.command.Command;
import io.djong.cli.command.CommandFailure;
import io.djong.cli.command.Session;
import io.djong.cli.option.ArgumentParser;
import io.djong.cli.option.Arguments;
import io.djong.cli.option.CommandSpec;
import io.djong.cli.option.Help;
import io.djong.cli.option.Option;
import io.djong.cli.option.Usage;
import io.djong.cli.terminal.Streams;
import io.djong.client.Endpoint;
import io.djong.client.EngineClient;
import io.djong.model.Release;
import io.djong.model.error.EngineException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From a command line to an exit code; nothing of this process is used but what is given. */
final class Cli {
    private static final String PROGRAM = "djong";

    private final Streams streams;
    private final Map<String, String> environment;
    private final InstantSource clock;

    Cli(Streams streams, Map<String, String> environment, InstantSource clock) {
        this.streams = streams;
        this.environment = environment;
        this.clock = clock;
    }

    /** The options before the command. */
    private static CommandSpec program() {
        return CommandSpec.of("", "[OPTIONS] COMMAND [ARG...]", "A container engine on the JVM")
                .operands(0, CommandSpec.ANY)
                .optionsFirst()
                .options(
                        Option.flag('D', "debug", "Show where an error comes from"),
                        Option.flag("help", ""),
                        Option.list('H', "host", "Socket of the engine to connect to"),
                        Option.flag('v', "version", "Print version information and quit"));
    }

    int run(List<String> words) {
        try {
            return runCommand(words);
        } finally {
            streams.flush();
        }
    }

    private int runCommand(List<String> words) {
        CommandSpec program = program();
        Arguments global;
        try {
            global = ArgumentParser.parse(program, words);
        } catch (Usage e) {
            return misused(program, e, "Run");
        }
        if (global.flag("version")) {
            streams.out().print("Djong version " + Release.VERSION + "\n");
            return 0;
        }
        if (global.operands().isEmpty() || global.flag("help")) {
            streams.out().print(CommandList.text(PROGRAM, program));
            return 0;
        }
        return dispatch(global);
    }

    private int dispatch(Arguments global) {
        List<String> words = global.operands();
        String name = words.getFirst();
        List<String> rest = words.subList(1, words.size());
        if (name.equals("help")) {
            return help(rest);
        }
        if (CommandTable.GROUPS.containsKey(name)) {
            if (rest.isEmpty()) {
                streams.err().print(CommandList.group(PROGRAM, name));
                return 0;
            }
            if (rest.getFirst().equals("--help")) {
                streams.out().print(CommandList.group(PROGRAM, name));
                return 0;
            }
            Optional<String> grouped = CommandTable.inGroup(name, rest.getFirst());
            if (grouped.isEmpty()) {
                return unknown(name + " " + rest.getFirst(), "\nUsage:  " + PROGRAM + " " + name + "\n", " " + name);
            }
            name = grouped.get();
            rest = rest.subList(1, rest.size());
        }
        Optional<Command> command = CommandTable.find(name);
        return command.isEmpty() ? unknown(name, "", "") : run(global, command.get(), rest);
    }

    private int unknown(String words, String usage, String group) {
        streams.err()
                .print(PROGRAM + ": unknown command: " + PROGRAM + " " + words + "\n" + usage + "\nRun '" + PROGRAM
                        + group + " --help' for more information\n");
        return Usage.BAD_OPERANDS;
    }

    private int help(List<String> rest) {
        Optional<Command> about = rest.isEmpty() ? Optional.empty() : CommandTable.find(rest.getFirst());
        streams.out()
                .print(about.map(command -> Help.of(PROGRAM, command.spec()))
                        .orElseGet(() -> CommandList.text(PROGRAM, program())));
        return 0;
    }

    private int run(Arguments global, Command command, List<String> words) {
        CommandSpec spec = command.spec().options(Option.flag("help", ""));
        Arguments arguments;
        try {
            arguments = ArgumentParser.parse(spec, words);
        } catch (Usage e) {
            return misused(spec, e, "Run");
        }
        if (arguments.flag("help")) {
            streams.out().print(Help.of(PROGRAM, command.spec()));
            return 0;
        }
        Optional<Usage> miscounted =
                Operands.check(PROGRAM, spec, arguments.operands().size());
        if (miscounted.isPresent()) {
            return misused(spec, miscounted.get(), spec.most() == CommandSpec.ANY ? "See" : "Run");
        }
        try (EngineClient client = connect(global)) {
            return command.run(new Session(PROGRAM, streams, environment, clock, client), arguments);
        } catch (CommandFailure e) {
            return failed(e.message(), e.exitCode(), e, global);
        } catch (EngineException e) {
            return failed(e.message(), 1, e, global);
        }
    }

    private int failed(String message, int exitCode, Exception e, Arguments global) {
        streams.out().flush();
        streams.err().print(message + "\n");
        if (global.flag("debug")) {
            e.printStackTrace(streams.err());
        }
        return exitCode;
    }

    private int misused(CommandSpec spec, Usage e, String verb) {
        streams.err().print(e.getMessage() + "\n" + Help.pointer(PROGRAM, spec, verb));
        return e.exitCode();
    }

    /** The engine that is named by option, by environment, or not at all. */
    private EngineClient connect(Arguments global) {
        List<String> hosts = global.list("host");
        if (hosts.size() > 1) {
            throw new CommandFailure("Specify only one -H");
        }
        String host = hosts.isEmpty()
                ? environment.getOrDefault("DJONG_HOST", environment.getOrDefault("DOCKER_HOST", ""))
                : hosts.getFirst();
        Endpoint endpoint = host.isEmpty() ? Endpoint.DEFAULT : Endpoint.parse(host);
        String version = environment.getOrDefault("DOCKER_API_VERSION", "");
        return version.isEmpty() ? EngineClient.of(endpoint) : EngineClient.of(endpoint, version);
    }
}
