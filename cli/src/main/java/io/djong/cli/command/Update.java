package io.djong.cli.command;

import io.djong.cli.option.Arguments;
import io.djong.cli.option.CommandSpec;
import io.djong.cli.option.Option;
import io.djong.cli.spec.ContainerRequest;
import io.djong.client.json.JsonObject;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** {@code update}. */
public final class Update implements Command {
    @Override
    public CommandSpec spec() {
        return CommandSpec.of(
                        "update",
                        "[OPTIONS] CONTAINER [CONTAINER...]",
                        "Update configuration of one or more containers")
                .operands(1, CommandSpec.ANY)
                .options(
                        Option.integer(
                                        "blkio-weight",
                                        "Block IO (relative weight), between 10 and 1000, or 0 to disable (default 0)")
                                .valued("uint16"),
                        Option.integer("cpu-period", "Limit CPU CFS (Completely Fair Scheduler) period"),
                        Option.integer("cpu-quota", "Limit CPU CFS (Completely Fair Scheduler) quota"),
                        Option.integer("cpu-rt-period", "Limit the CPU real-time period in microseconds"),
                        Option.integer("cpu-rt-runtime", "Limit the CPU real-time runtime in microseconds"),
                        Option.integer('c', "cpu-shares", "CPU shares (relative weight)"),
                        Option.text("cpus", "Number of CPUs").valued("decimal"),
                        Option.text("cpuset-cpus", "CPUs in which to allow execution (0-3, 0,1)"),
                        Option.text("cpuset-mems", "MEMs in which to allow execution (0-3, 0,1)"),
                        Option.bytes("memory", "Memory limit").lettered('m'),
                        Option.bytes("memory-reservation", "Memory soft limit"),
                        Option.bytes(
                                "memory-swap", "Swap limit equal to memory plus swap: -1 to enable unlimited swap"),
                        Option.integer("pids-limit", "Tune container pids limit (set -1 for unlimited)"),
                        Option.text("restart", "Restart policy to apply when a container exits"));
    }

    @Override
    public int run(Session session, Arguments arguments) {
        JsonObject changes = ContainerRequest.changes(arguments);
        if (changes.members().isEmpty()) {
            throw new CommandFailure("you must provide one or more flags when using this command");
        }
        Set<String> warnings = Collections.synchronizedSet(new LinkedHashSet<>());
        int exitCode = ForEach.printingNames(
                session,
                arguments.operands(),
                name -> warnings.addAll(session.client().containers().update(name, changes)));
        List.copyOf(warnings).forEach(session::line);
        return exitCode;
    }
}
