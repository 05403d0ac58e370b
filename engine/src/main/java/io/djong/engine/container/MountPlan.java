package io.djong.engine.container;

import io.djong.model.container.BindOptions;
import io.djong.model.container.MountSpec;
import io.djong.model.error.InvalidArgument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The binds and volumes that a container asks for ({@code -v}, {@code --mount}), each resolved to a directory or file
 * of the host.
 */
final class MountPlan {
    private static final Pattern VOLUME_NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]+");

    private final ContainerRecord record;
    private final Path volumes;

    MountPlan(ContainerRecord record, Path volumes) {
        this.record = record;
        this.volumes = volumes;
    }

    /** One mount a destination, in the order asked for; binds win over mounts of the same destination. */
    List<MountPoint> mounts() {
        Map<String, MountPoint> byDestination = new LinkedHashMap<>();
        for (MountSpec spec : record.host().mounts()) {
            if (!spec.type().equals("tmpfs")) {
                byDestination.put(spec.target(), mount(spec));
            }
        }
        List<String> binds = record.host().binds();
        for (String bind : binds == null ? List.<String>of() : binds) {
            MountPoint point = bind(bind);
            byDestination.put(point.destination(), point);
        }
        return new ArrayList<>(byDestination.values());
    }

    /** {@code source:destination[:options]}. */
    private MountPoint bind(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length < 2 || parts.length > 3 || parts[0].isEmpty()) {
            throw new InvalidArgument("invalid volume specification: '" + text + "'");
        }
        String mode = parts.length == 3 ? parts[2] : "";
        List<String> options = List.of(mode.split(","));
        String propagation = options.stream()
                .filter(o -> o.endsWith("private") || o.endsWith("shared") || o.endsWith("slave"))
                .findFirst()
                .orElse("rprivate");
        return point(parts[0], parts[1], mode, !options.contains("ro"), propagation);
    }

    private MountPoint mount(MountSpec spec) {
        BindOptions options = spec.bindOptions();
        return switch (spec.type()) {
            case "bind" -> {
                boolean make = options != null && options.createMountpoint();
                if (!make && !Files.exists(Path.of(spec.source()))) {
                    throw new InvalidArgument(
                            "invalid mount config for type \"bind\": bind source path does not exist: "
                                    + spec.source());
                }
                String propagation =
                        options == null || options.propagation().isEmpty() ? "rprivate" : options.propagation();
                yield point(spec.source(), spec.target(), "", !spec.readOnly(), propagation);
            }
            case "volume" ->
                point(
                        spec.source().isEmpty() ? record.id().value() : spec.source(),
                        spec.target(),
                        "z",
                        !spec.readOnly(),
                        "");
            default -> throw new InvalidArgument("invalid mount config: unknown mount type \"" + spec.type() + "\"");
        };
    }

    private MountPoint point(String source, String destination, String mode, boolean writable, String propagation) {
        if (!destination.startsWith("/") || Path.of(destination).normalize().equals(Path.of("/"))) {
            throw new InvalidArgument("invalid volume specification: '" + source + ":" + destination
                    + "': invalid mount config: invalid mount path: '" + destination + "' mount path must be absolute"
                    + " and not the root");
        }
        String target = Path.of(destination).normalize().toString();
        if (source.startsWith("/")) {
            return new MountPoint("bind", "", source, target, "", mode, writable, propagation);
        }
        if (!VOLUME_NAME.matcher(source).matches()) {
            throw new InvalidArgument("create " + source + ": \"" + source
                    + "\" includes invalid characters for a local volume name, only \"[a-zA-Z0-9][a-zA-Z0-9_.-]\""
                    + " are allowed. If you intended to pass a host directory, use absolute path");
        }
        Path data = volumes.resolve(source).resolve("_data");
        return new MountPoint("volume", source, data.toString(), target, "local", mode, writable, "");
    }

    /** Makes the sources that are missing, as directories. */
    void makeSources() {
        for (MountPoint mount : mounts()) {
            Path source = Path.of(mount.source());
            if (!Files.exists(source)) {
                try {
                    Files.createDirectories(source);
                } catch (IOException e) {
                    throw new UncheckedIOException(
                            "error while creating mount source path '" + source + "': " + e.getMessage(), e);
                }
            }
        }
    }
}
