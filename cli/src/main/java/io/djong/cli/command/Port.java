package io.djong.cli.command;

import io.djong.cli.option.Arguments;
import io.djong.cli.option.CommandSpec;
import io.djong.client.json.JsonArray;
import io.djong.client.json.JsonObject;
import java.util.TreeMap;

/** {@code port}. */
public final class Port implements Command {
    @Override
    public CommandSpec spec() {
        return CommandSpec.of(
                        "port",
                        "CONTAINER [PRIVATE_PORT[/PROTO]]",
                        "List port mappings or a specific mapping for the container")
                .operands(1, 2);
    }

    @Override
    public int run(Session session, Arguments arguments) {
        String name = arguments.operand(0);
        JsonObject ports = session.client()
                .containers()
                .inspect(name)
                .object("NetworkSettings")
                .object("Ports");
        if (arguments.operands().size() == 1) {
            new TreeMap<>(ports.members())
                    .forEach((port, bindings) -> print(session, port + " -> ", ports.array(port)));
            return 0;
        }
        String port = arguments.operand(1);
        String full = port.indexOf('/') < 0 ? port + "/tcp" : port;
        if (ports.array(full).isEmpty()) {
            throw new CommandFailure("Error: No public port '" + port + "' published for " + name);
        }
        print(session, "", ports.array(full));
        return 0;
    }

    private static void print(Session session, String prefix, JsonArray bindings) {
        for (JsonObject binding : bindings.objects()) {
            String address = binding.string("HostIp");
            String host = address.indexOf(':') >= 0 ? "[" + address + "]" : address;
            session.line(prefix + host + ":" + binding.string("HostPort"));
        }
    }
}
