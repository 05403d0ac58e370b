package io.djong.runtime.cdi;

import io.djong.kernel.file.FileStat;
import io.djong.kernel.file.FileType;
import io.djong.model.container.Environment;
import io.djong.model.error.InvalidArgument;
import io.djong.model.json.Json;
import io.djong.runtime.cdi.ContainerEdits.DeviceNode;
import io.djong.runtime.cdi.ContainerEdits.Hook;
import io.djong.runtime.cdi.ContainerEdits.Mount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes edits into a container's configuration for the OCI runtime. */
public final class Injection {
    private static final Set<String> BINDS = Set.of("bind", "rbind");

    private final ObjectNode config;

    private Injection(ObjectNode config) {
        this.config = config;
    }

    /** Writes them over what is there. @throws InvalidArgument if a device file of the host's is not there */
    public static void into(ObjectNode config, ContainerEdits edits) {
        Injection injection = new Injection(config);
        edits.env().forEach(injection::variable);
        edits.deviceNodes().forEach(injection::device);
        edits.mounts().forEach(injection::mount);
        if (!edits.mounts().isEmpty()) {
            injection.sortMounts();
        }
        edits.hooks().forEach(injection::hook);
        edits.groups().forEach(injection::group);
        if (!edits.cache().isEmpty()) {
            config.withObjectProperty("linux").set("intelRdt", Json.mapper().valueToTree(edits.cache()));
        }
    }

    private void variable(String entry) {
        String name = Environment.name(entry);
        ArrayNode env = config.withObjectProperty("process").withArrayProperty("env");
        remove(env, present -> Environment.name(present.asString()).equals(name));
        env.add(entry);
    }

    private void device(DeviceNode node) {
        ObjectNode device = described(node);
        JsonNode user = config.path("process").path("user");
        owner(device, "uid", node.uid().orElse(-1), user.path("uid").asLong());
        owner(device, "gid", node.gid().orElse(-1), user.path("gid").asLong());
        ObjectNode linux = config.withObjectProperty("linux");
        ArrayNode devices = linux.withArrayProperty("devices");
        remove(devices, present -> present.path("path").asString("").equals(node.path()));
        devices.add(device);
        String type = device.path("type").asString("");
        if (type.equals("b") || type.equals("c")) {
            linux.withObjectProperty("resources")
                    .withArrayProperty("devices")
                    .addObject()
                    .put("allow", true)
                    .put("type", type)
                    .put("major", device.path("major").asLong())
                    .put("minor", device.path("minor").asLong())
                    .put("access", node.permissions().isEmpty() ? "rwm" : node.permissions());
        }
    }

    /** Device files belong to who is said to own them, else to the main process's user. */
    private static void owner(ObjectNode device, String member, long said, long user) {
        if (said >= 0) {
            device.put(member, said);
        } else if (user > 0) {
            device.put(member, user);
        }
    }

    /** The device file, with what is not said of it taken from the host's. */
    private static ObjectNode described(DeviceNode node) {
        ObjectNode device = Json.object().put("path", node.path());
        boolean whole = !node.type().isEmpty()
                && (node.major().orElse(0) != 0 || node.type().equals("p"));
        if (whole) {
            device.put("type", node.type());
            device.put("major", node.major().orElse(0))
                    .put("minor", node.minor().orElse(0));
        } else {
            fromHost(node, device);
        }
        node.fileMode().ifPresent(mode -> device.put("fileMode", mode));
        return device;
    }

    private static void fromHost(DeviceNode node, ObjectNode device) {
        FileStat stat = FileStat.find(real(node))
                .orElseThrow(() -> new InvalidArgument("CDI device injection failed: failed to stat CDI host device \""
                        + node.hostPath() + "\": no such file or directory"));
        String type = switch (stat.type()) {
            case BLOCK_DEVICE -> "b";
            case CHARACTER_DEVICE -> "c";
            case FIFO -> "p";
            case REGULAR, DIRECTORY, SYMLINK, SOCKET, UNKNOWN -> "";
        };
        boolean same = node.type().isEmpty()
                || node.type().equals(type)
                || (node.type().equals("u") && stat.type() == FileType.CHARACTER_DEVICE);
        if (type.isEmpty() || !same) {
            throw new InvalidArgument("CDI device injection failed: CDI device (\"" + node.path() + "\", \""
                    + node.hostPath() + "\"), host type mismatch (" + node.type() + ", " + type + ")");
        }
        device.put("type", type);
        device.put("major", node.major().orElse(stat.special().major()));
        device.put("minor", node.minor().orElse(stat.special().minor()));
    }

    private static Path real(DeviceNode node) {
        try {
            return Path.of(node.hostPath()).toRealPath();
        } catch (IOException e) {
            return Path.of(node.hostPath()); // which is found missing
        }
    }

    private void mount(Mount mount) {
        ArrayNode mounts = config.withArrayProperty("mounts");
        remove(mounts, present -> present.path("destination").asString("").equals(mount.containerPath()));
        List<String> options = new ArrayList<>(mount.options());
        boolean bind = mount.type().isEmpty()
                || mount.type().equals("bind")
                || mount.type().equals("none");
        if (bind && options.stream().noneMatch(BINDS::contains)) {
            options.add("bind");
        }
        ObjectNode entry = mounts.addObject();
        entry.put("destination", mount.containerPath());
        entry.put("type", mount.type().isEmpty() ? "bind" : mount.type());
        entry.put("source", mount.hostPath());
        options.forEach(entry.putArray("options")::add);
    }

    /** Outer ones before inner ones; else in the order that they have. */
    private void sortMounts() {
        ArrayNode mounts = config.withArrayProperty("mounts");
        List<JsonNode> sorted = new ArrayList<>();
        mounts.forEach(sorted::add);
        sorted.sort(Comparator.comparingInt(entry ->
                Path.of(entry.path("destination").asString("")).normalize().getNameCount()));
        mounts.removeAll();
        mounts.addAll(sorted);
    }

    private void hook(Hook hook) {
        ObjectNode entry = config.withObjectProperty("hooks")
                .withArrayProperty(hook.when())
                .addObject();
        entry.put("path", hook.path());
        if (!hook.args().isEmpty()) {
            hook.args().forEach(entry.putArray("args")::add);
        }
        if (!hook.env().isEmpty()) {
            hook.env().forEach(entry.putArray("env")::add);
        }
        hook.timeout().ifPresent(timeout -> entry.put("timeout", timeout));
    }

    private void group(long gid) {
        ArrayNode groups =
                config.withObjectProperty("process").withObjectProperty("user").withArrayProperty("additionalGids");
        remove(groups, present -> present.asLong() == gid);
        groups.add(gid);
    }

    private static void remove(ArrayNode array, Predicate<JsonNode> which) {
        for (int i = array.size() - 1; i >= 0; i--) {
            if (which.test(array.get(i))) {
                array.remove(i);
            }
        }
    }
}
