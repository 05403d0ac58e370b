package io.djong.runtime.spec;

import io.djong.kernel.file.FileStat;
import io.djong.kernel.file.FileType;
import io.djong.model.container.DeviceMapping;
import io.djong.model.container.HostConfig;
import io.djong.model.error.InvalidArgument;
import io.djong.model.json.Json;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** The device files that a container has and the devices that it may use. */
final class Devices {
    private static final Path DEV = Path.of("/dev");
    private static final Set<String> NOT_HOST_DEVICES =
            Set.of("pts", "shm", "fd", "mqueue", ".lxc", ".lxd-mounts", ".udev", "console");
    private static final Pattern RULE = Pattern.compile("([acb]) ([0-9]{1,9}|\\*):([0-9]{1,9}|\\*) ([rwm]{1,3})");
    private static final Pattern PERMISSIONS = Pattern.compile("[rwm]{1,3}");
    private static final int ANY = -1;

    private final List<ObjectNode> nodes = new ArrayList<>();
    private final List<ObjectNode> rules = new ArrayList<>();

    private Devices() {}

    static Devices of(HostConfig host) {
        Devices devices = new Devices();
        if (host.privileged()) {
            devices.hostDevices(DEV);
            for (DeviceMapping mapping : host.devices()) {
                if (!mapping.pathOnHost().equals(mapping.pathInContainer())) {
                    devices.add(mapping);
                }
            }
            devices.rules.clear();
            devices.rules.add(Json.object().put("allow", true).put("access", "rwm"));
            return devices;
        }
        devices.defaultRules();
        host.devices().forEach(devices::add);
        if (host.deviceCgroupRules() != null) {
            host.deviceCgroupRules().forEach(devices::rule);
        }
        return devices;
    }

    /** The device files to make, beyond those that the runtime makes in every container. */
    List<ObjectNode> nodes() {
        return nodes;
    }

    /** What may be used, later rules over earlier ones. */
    List<ObjectNode> rules() {
        return rules;
    }

    /** Nothing, but null, zero, full, random, urandom and the terminals; not fuse. */
    private void defaultRules() {
        rules.add(Json.object().put("allow", false).put("access", "rwm"));
        for (int[] device : new int[][] {{1, 5}, {1, 3}, {1, 9}, {1, 8}, {5, 0}, {5, 1}}) {
            rules.add(rule(true, "c", device[0], device[1], "rwm"));
        }
        rules.add(rule(false, "c", 10, 229, "rwm"));
    }

    private static ObjectNode rule(boolean allow, String type, int major, int minor, String access) {
        return Json.object()
                .put("allow", allow)
                .put("type", type)
                .put("major", major)
                .put("minor", minor)
                .put("access", access);
    }

    private void rule(String text) {
        Matcher matcher = RULE.matcher(text);
        if (!matcher.matches()) {
            throw new InvalidArgument("invalid device cgroup rule format: '" + text + "'");
        }
        rules.add(rule(true, matcher.group(1), number(matcher.group(2)), number(matcher.group(3)), matcher.group(4)));
    }

    private static int number(String text) {
        return text.equals("*") ? ANY : Integer.parseInt(text);
    }

    private void add(DeviceMapping mapping) {
        String access = mapping.cgroupPermissions().isEmpty() ? "rwm" : mapping.cgroupPermissions();
        if (!PERMISSIONS.matcher(access).matches()) {
            throw new InvalidArgument("invalid device mode: " + access);
        }
        String target = mapping.pathInContainer().isEmpty() ? mapping.pathOnHost() : mapping.pathInContainer();
        try {
            Path source = Path.of(mapping.pathOnHost()).toRealPath();
            if (!add(source, target, access) && Files.isDirectory(source)) {
                addDirectory(source, target, access);
            }
        } catch (IOException e) {
            String cause = e instanceof NoSuchFileException ? "no such file or directory" : e.getMessage();
            throw new InvalidArgument(
                    "error gathering device information while adding custom device \"" + mapping.pathOnHost() + "\": "
                            + cause,
                    e);
        }
    }

    private void addDirectory(Path source, String target, String access) throws IOException {
        int before = nodes.size();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(source)) {
            for (Path entry : entries) {
                add(entry, target + "/" + entry.getFileName(), access);
            }
        }
        if (nodes.size() == before) {
            throw new IOException("not a device node");
        }
    }

    private boolean add(Path source, String target, String access) {
        Optional<ObjectNode> node = node(source, target);
        node.ifPresent(device -> {
            nodes.add(device);
            rules.add(rule(
                    true,
                    device.get("type").asString(),
                    device.get("major").asInt(),
                    device.get("minor").asInt(),
                    access));
        });
        return node.isPresent();
    }

    private void hostDevices(Path directory) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                if (NOT_HOST_DEVICES.contains(entry.getFileName().toString())) {
                    continue;
                }
                if (Files.isDirectory(entry, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
                    hostDevices(entry);
                } else {
                    add(entry, entry.toString(), "rwm");
                }
            }
        } catch (IOException e) {
            throw new InvalidArgument("failed to list the host's devices: " + e.getMessage(), e);
        }
    }

    private static Optional<ObjectNode> node(Path source, String target) {
        return FileStat.find(source)
                .filter(stat -> stat.type() == FileType.CHARACTER_DEVICE || stat.type() == FileType.BLOCK_DEVICE)
                .map(stat -> Json.object()
                        .put("type", stat.type() == FileType.BLOCK_DEVICE ? "b" : "c")
                        .put("path", target)
                        .put("major", stat.special().major())
                        .put("minor", stat.special().minor())
                        .put("fileMode", stat.permissions())
                        .put("uid", stat.owner().uid())
                        .put("gid", stat.owner().gid()));
    }
}
