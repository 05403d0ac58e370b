package io.djong.daemon.config;

import io.djong.model.error.InvalidArgument;
import io.djong.model.json.Json;
import io.djong.runtime.RuntimeCommand;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The OCI runtimes of the configuration. One is a program, by its path or the name that finds it, with arguments
 * perhaps; or one of the runtimes that containerd has shims for, of which only runc's is a program that can be run here.
 */
final class RuntimeSettings {
    private static final String RUNC_SHIM = "io.containerd.runc.";

    private final Settings settings;

    RuntimeSettings(Settings settings) {
        this.settings = settings;
    }

    /**
     * One entry.
     *
     * @param shim the type of containerd's shim where it is one that cannot be run here; else empty
     */
    private record Entry(String name, String program, List<String> arguments, String shim) {}

    /** The runtimes there are but runc. @throws InvalidArgument that names a wrong entry */
    List<RuntimeCommand> usable() {
        return entries().stream()
                .filter(entry -> entry.shim().isEmpty() && !entry.name().equals(RuntimeCommand.STOCK))
                .map(entry -> new RuntimeCommand(entry.name(), Path.of(entry.program()), entry.arguments()))
                .toList();
    }

    /** The name of the standard one. @throws InvalidArgument if there is none of the name */
    String standard() {
        String name =
                settings.last(Options.DEFAULT_RUNTIME).filter(n -> !n.isEmpty()).orElse(RuntimeCommand.STOCK);
        if (!name.equals(RuntimeCommand.STOCK)
                && usable().stream().noneMatch(runtime -> runtime.name().equals(name))) {
            throw new InvalidArgument("specified default runtime '" + name + "' does not exist");
        }
        return name;
    }

    List<String> warnings() {
        return entries().stream()
                .filter(entry -> !entry.shim().isEmpty())
                .map(entry -> "runtime " + entry.name() + " has no effect: " + entry.shim()
                        + " is a shim of containerd; name the path of its OCI runtime instead")
                .toList();
    }

    private List<Entry> entries() {
        Map<String, Entry> byName = new LinkedHashMap<>();
        settings.all(Options.ADD_RUNTIME, RuntimeSettings::entry).forEach(entry -> byName.put(entry.name(), entry));
        return List.copyOf(byName.values());
    }

    private static Entry entry(String text) {
        int equals = text.indexOf('=');
        String name = text.substring(0, equals).strip();
        String value = text.substring(equals + 1).strip();
        if (name.isEmpty()) {
            throw new InvalidArgument("runtime name cannot be empty");
        }
        if (!value.startsWith("{")) {
            return program(name, value, List.of());
        }
        JsonNode json = Json.tree(value.getBytes(StandardCharsets.UTF_8));
        List<String> arguments =
                json.path("runtimeArgs").valueStream().map(JsonNode::asString).toList();
        String path = json.path("path").asString("");
        String type = json.path("runtimeType").asString("");
        if (path.isEmpty() == type.isEmpty()) {
            throw new InvalidArgument(
                    path.isEmpty()
                            ? "either a runtimeType or a path must be configured"
                            : "cannot configure both path and runtimeType for the same runtime");
        }
        return type.isEmpty() ? program(name, path, arguments) : shim(name, type, json);
    }

    private static Entry program(String name, String path, List<String> arguments) {
        if (path.isEmpty()) {
            throw new InvalidArgument("either a runtimeType or a path must be configured");
        }
        if (name.equals(RuntimeCommand.STOCK) && !(path.equals(name) && arguments.isEmpty())) {
            throw new InvalidArgument("runtime name 'runc' is reserved");
        }
        return new Entry(name, path, arguments, "");
    }

    /** runc's shim runs a program that its options name; every other is the runtime itself. */
    private static Entry shim(String name, String type, JsonNode json) {
        if (!json.path("runtimeArgs").isEmpty()) {
            throw new InvalidArgument("args cannot be used with a runtimeType runtime");
        }
        String binary = Optional.of(json.path("options").path("BinaryName").asString(""))
                .filter(found -> !found.isEmpty())
                .orElse(RuntimeCommand.STOCK);
        return type.startsWith(RUNC_SHIM)
                ? new Entry(name, binary, List.of(), "")
                : new Entry(name, "", List.of(), type);
    }
}
