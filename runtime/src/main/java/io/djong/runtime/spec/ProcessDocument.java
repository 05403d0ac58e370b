package io.djong.runtime.spec;

import io.djong.kernel.file.Owner;
import io.djong.kernel.process.Capabilities;
import io.djong.model.error.InvalidArgument;
import io.djong.model.json.Json;
import io.djong.runtime.spec.UserLookup.Identity;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The document that describes a further process of a container, made from the container's own configuration.
 *
 * @param json the document
 * @param root who the container's root is on the host
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, to be written
public record ProcessDocument(byte[] json, Owner root) {
    /**
     * What such a process is.
     *
     * @param arguments program and arguments
     * @param environment the whole environment
     * @param workingDirectory empty for the container's own
     * @param user empty for the container's own
     * @param groups additional groups
     * @param privileged whether it gets all the capabilities that the daemon has
     * @param terminal whether it gets a terminal
     * @param rows the terminal's height, 0 for none
     * @param columns the terminal's width
     */
    public record Wanted(
            List<String> arguments,
            List<String> environment,
            String workingDirectory,
            String user,
            List<String> groups,
            boolean privileged,
            boolean terminal,
            int rows,
            int columns) {}

    /**
     * Writes it.
     *
     * @param config the container's configuration
     * @throws InvalidArgument if there is no command, or the user is unknown in the container
     */
    public static ProcessDocument of(byte[] config, Wanted wanted) {
        JsonNode container = Json.tree(config);
        if (wanted.arguments().isEmpty()) {
            throw new InvalidArgument("no exec command specified");
        }
        ObjectNode process = container.get("process").asObject().deepCopy();
        process.put("terminal", wanted.terminal());
        process.remove("consoleSize");
        if (wanted.terminal() && wanted.rows() > 0 && wanted.columns() > 0) {
            process.putObject("consoleSize").put("height", wanted.rows()).put("width", wanted.columns());
        }
        wanted.arguments().forEach(process.putArray("args")::add);
        wanted.environment().forEach(process.putArray("env")::add);
        if (!wanted.workingDirectory().isEmpty()) {
            process.put("cwd", wanted.workingDirectory());
        }
        if (!wanted.user().isEmpty() || !wanted.groups().isEmpty()) {
            Path root = Path.of(container.path("root").path("path").asString(""));
            Identity identity = SpecBuilder.identity(root, wanted.user(), wanted.groups());
            process.set("user", ProcessSection.user(identity));
        }
        if (wanted.privileged()) {
            process.set(
                    "capabilities",
                    ProcessSection.capabilities(Capabilities.current().permitted()));
        }
        return new ProcessDocument(Json.bytes(process), root(container.path("linux")));
    }

    private static Owner root(JsonNode linux) {
        return new Owner(root(linux, "uidMappings"), root(linux, "gidMappings"));
    }

    private static long root(JsonNode linux, String mappings) {
        return linux.path(mappings).path(0).path("hostID").asLong(0);
    }
}
