package io.djong.cli.command;

import io.djong.cli.option.Arguments;
import io.djong.cli.option.CommandSpec;
import io.djong.client.json.JsonArray;
import io.djong.client.json.JsonObject;
import io.djong.client.json.JsonValue;
import io.djong.model.Release;
import io.djong.model.text.ByteSize;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** {@code info}: what the engine has and how it is set up. */
public final class Info implements Command {
    @Override
    public CommandSpec spec() {
        return CommandSpec.of("info", "[OPTIONS]", "Display system-wide information")
                .options(Listing.objectFormat().lettered('f'));
    }

    @Override
    public int run(Session session, Arguments arguments) {
        JsonObject info = session.client().system().info();
        String format = arguments.text("format");
        if (!format.isEmpty()) {
            session.line(Listing.apply(Listing.parse(format.equals("json") ? "{{json .}}" : format), info));
            return 0;
        }
        session.line("Client:");
        session.line(" Version:    " + Release.VERSION);
        session.line("\nServer:");
        objects(session, info);
        runtimes(session, info);
        machine(session, info);
        policies(session, info);
        info.strings("Warnings").forEach(session::complain);
        return 0;
    }

    private static void objects(Session session, JsonObject info) {
        row(session, "Containers", number(info, "Containers"));
        row(session, " Running", number(info, "ContainersRunning"));
        row(session, " Paused", number(info, "ContainersPaused"));
        row(session, " Stopped", number(info, "ContainersStopped"));
        row(session, "Images", number(info, "Images"));
        row(session, "Server Version", info.string("ServerVersion"));
        row(session, "Storage Driver", info.string("Driver"));
        for (JsonValue pair : info.array("DriverStatus")) {
            if (pair instanceof JsonArray both && both.size() == 2) {
                row(session, " " + both.strings().getFirst(), both.strings().getLast());
            }
        }
    }

    private static void runtimes(Session session, JsonObject info) {
        row(session, "Logging Driver", info.string("LoggingDriver"));
        row(session, "Cgroup Driver", info.string("CgroupDriver"));
        row(session, "Cgroup Version", info.string("CgroupVersion"));
        session.line(" Plugins:");
        for (String kind : List.of("Volume", "Network", "Log")) {
            row(session, " " + kind, String.join(" ", info.object("Plugins").strings(kind)));
        }
        String swarm = info.object("Swarm").string("LocalNodeState");
        row(session, "Swarm", swarm.isEmpty() ? "inactive" : swarm);
        row(
                session,
                "Runtimes",
                String.join(" ", new TreeMap<>(info.object("Runtimes").members()).keySet()));
        row(session, "Default Runtime", info.string("DefaultRuntime"));
        row(session, "Init Binary", info.string("InitBinary"));
        row(session, "containerd version", info.object("ContainerdCommit").string("ID"));
        row(session, "runc version", info.object("RuncCommit").string("ID"));
        row(session, "init version", info.object("InitCommit").string("ID"));
        session.line(" Security Options:");
        for (String option : info.strings("SecurityOptions")) {
            security(session, option);
        }
    }

    /** From {@code name=seccomp,profile=builtin}. */
    private static void security(Session session, String option) {
        List<String> rest = new ArrayList<>();
        for (String part : option.split(",", -1)) {
            int equals = part.indexOf('=');
            String value = part.substring(equals + 1);
            if (part.startsWith("name=")) {
                session.line("  " + value);
            } else if (equals > 0) {
                String key = part.substring(0, equals);
                rest.add("   " + Character.toUpperCase(key.charAt(0)) + key.substring(1) + ": " + value);
            }
        }
        rest.forEach(session::line);
    }

    private static void machine(Session session, JsonObject info) {
        row(session, "Kernel Version", info.string("KernelVersion"));
        row(session, "Operating System", info.string("OperatingSystem"));
        row(session, "OSType", info.string("OSType"));
        row(session, "Architecture", info.string("Architecture"));
        row(session, "CPUs", number(info, "NCPU"));
        row(session, "Total Memory", ByteSize.binary(info.number("MemTotal")));
        row(session, "Name", info.string("Name"));
        row(session, "ID", info.string("ID"));
        row(session, "Docker Root Dir", info.string("DockerRootDir"));
        row(session, "Debug Mode", Boolean.toString(info.truth("Debug")));
    }

    private static void policies(Session session, JsonObject info) {
        if (!info.string("HttpProxy").isEmpty()) {
            row(session, "HTTP Proxy", info.string("HttpProxy"));
        }
        if (!info.string("HttpsProxy").isEmpty()) {
            row(session, "HTTPS Proxy", info.string("HttpsProxy"));
        }
        if (!info.string("NoProxy").isEmpty()) {
            row(session, "No Proxy", info.string("NoProxy"));
        }
        listed(session, "Labels", info.strings("Labels"));
        row(session, "Experimental", Boolean.toString(info.truth("ExperimentalBuild")));
        JsonObject registries = info.object("RegistryConfig");
        List<String> insecure = new ArrayList<>();
        registries.object("IndexConfigs").members().forEach((name, value) -> {
            if (value instanceof JsonObject index && !index.truth("Secure")) {
                insecure.add(name);
            }
        });
        insecure.addAll(registries.strings("InsecureRegistryCIDRs"));
        listed(session, "Insecure Registries", insecure);
        listed(session, "Registry Mirrors", registries.strings("Mirrors"));
        row(session, "Live Restore Enabled", Boolean.toString(info.truth("LiveRestoreEnabled")));
        session.line("");
    }

    private static void listed(Session session, String name, List<String> values) {
        if (!values.isEmpty()) {
            session.line(" " + name + ":");
            values.forEach(value -> session.line("  " + value));
        }
    }

    private static void row(Session session, String name, String value) {
        session.line(" " + name + ": " + value);
    }

    private static String number(JsonObject info, String name) {
        return Long.toString(info.number(name));
    }
}
