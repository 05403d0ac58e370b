package io.djong.engine.container;

import io.djong.engine.container.PlannedMount.Trait;
import io.djong.model.Digest;
import io.djong.model.container.BindOptions;
import io.djong.model.container.MountSpec;
import io.djong.model.error.Internal;
import io.djong.model.error.InvalidArgument;
import io.djong.runtime.spec.BindMount.Access;
import io.djong.runtime.spec.BindMount.Propagation;
import io.djong.runtime.spec.BindMount.Reach;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The binds and volumes that a container asks for ({@code -v}, {@code --mount}) and that its image declares, each
 * resolved to a directory or file of the host.
 */
final class MountPlan {
    private static final Pattern VOLUME_NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]+");
    private static final String TMPFS = "tmpfs";

    /** Of {@code -v}. The last three are for file shares of other systems; what SELinux would do is not done here. */
    private static final Set<String> MODES =
            Set.of("rw", "ro", "z", "Z", "nocopy", "consistent", "cached", "delegated");

    private final ContainerRecord record;
    private final VolumeDirectories volumes;

    MountPlan(ContainerRecord record, VolumeDirectories volumes) {
        this.record = record;
        this.volumes = volumes;
    }

    /** The mounts as they are shown. */
    List<MountPoint> points() {
        return mounts().stream().map(PlannedMount::point).toList();
    }

    /**
     * One mount a destination, in the order asked for; binds win over mounts of the same destination, and both over
     * volumes without a name.
     */
    List<PlannedMount> mounts() {
        Map<String, PlannedMount> byDestination = new LinkedHashMap<>();
        for (MountSpec spec : record.host().mounts()) {
            if (!spec.type().equals(TMPFS)) {
                add(byDestination, mount(spec));
            }
        }
        List<String> binds = record.host().binds();
        for (String bind : binds == null ? List.<String>of() : binds) {
            add(byDestination, bind(bind));
        }
        for (String place : record.config().volumes().keySet()) {
            PlannedMount volume = volume("", place(place, place), "", Access.READ_WRITE, false);
            if (!isTmpfs(volume.point().destination())) {
                byDestination.putIfAbsent(volume.point().destination(), volume);
            }
        }
        return new ArrayList<>(byDestination.values());
    }

    private static void add(Map<String, PlannedMount> byDestination, PlannedMount mount) {
        byDestination.put(mount.point().destination(), mount);
    }

    private boolean isTmpfs(String place) {
        return record.host().tmpfs().containsKey(place)
                || record.host().mounts().stream()
                        .anyMatch(spec -> spec.type().equals(TMPFS) && place.equals(spec.target()));
    }

    /** {@code source:destination[:options]}. */
    private PlannedMount bind(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length < 2 || parts.length > 3 || parts[0].isEmpty()) {
            throw new InvalidArgument("invalid volume specification: '" + text + "'");
        }
        String mode = parts.length == 3 ? parts[2] : "";
        List<String> options = mode.isEmpty() ? List.of() : List.of(mode.split(",", -1));
        if (!options.stream()
                .allMatch(o -> MODES.contains(o) || Propagation.of(o).isPresent())) {
            throw new InvalidArgument("invalid mode: " + mode);
        }
        Access access = options.contains("ro") ? Access.READ_ONLY : Access.READ_WRITE;
        if (!parts[0].startsWith("/")) {
            return volume(parts[0], place(text, parts[1]), mode, access, options.contains("nocopy"));
        }
        String propagation = options.stream()
                .filter(o -> Propagation.of(o).isPresent())
                .findFirst()
                .orElse("rprivate");
        MountPoint point = bindPoint(parts[0], place(text, parts[1]), mode, access, propagation);
        return new PlannedMount(point, access, Reach.RECURSIVE, Set.of());
    }

    private PlannedMount mount(MountSpec spec) {
        String place = place(spec.source() + ":" + spec.target(), spec.target());
        return switch (spec.type()) {
            case "bind" -> bind(spec, place, spec.bindOptions() == null ? BindOptions.DEFAULT : spec.bindOptions());
            case "volume" -> {
                boolean empty =
                        spec.volumeOptions() != null && spec.volumeOptions().noCopy();
                Access access = spec.readOnly() ? Access.READ_ONLY : Access.READ_WRITE;
                yield volume(spec.source(), place, "z", access, empty);
            }
            default -> throw new InvalidArgument("invalid mount config: unknown mount type \"" + spec.type() + "\"");
        };
    }

    private static PlannedMount bind(MountSpec spec, String place, BindOptions options) {
        Access readOnly = options.readOnlyNonRecursive() ? Access.READ_ONLY_TOP : Access.READ_ONLY;
        Access access = spec.readOnly() ? readOnly : Access.READ_WRITE;
        String propagation = options.propagation().isEmpty() ? "rprivate" : options.propagation();
        return new PlannedMount(
                bindPoint(spec.source(), place, "", access, propagation),
                access,
                options.nonRecursive() ? Reach.TOP : Reach.RECURSIVE,
                options.createMountpoint() ? Set.of() : Set.of(Trait.EXISTING));
    }

    private static MountPoint bindPoint(String source, String place, String mode, Access access, String propagation) {
        return new MountPoint("bind", "", source, place, "", mode, access == Access.READ_WRITE, propagation);
    }

    /** @param name empty for a volume of the container's own */
    private PlannedMount volume(String name, String place, String mode, Access access, boolean empty) {
        Set<Trait> traits = EnumSet.noneOf(Trait.class);
        if (empty) {
            traits.add(Trait.EMPTY);
        }
        if (name.isEmpty()) {
            traits.add(Trait.ANONYMOUS);
        } else if (!VOLUME_NAME.matcher(name).matches()) {
            throw new InvalidArgument("create " + name + ": \"" + name
                    + "\" includes invalid characters for a local volume name, only \"[a-zA-Z0-9][a-zA-Z0-9_.-]\""
                    + " are allowed. If you intended to pass a host directory, use absolute path");
        }
        String chosen = name.isEmpty() ? anonymousName(place) : name;
        String source = volumes.data(chosen).toString();
        boolean writable = access == Access.READ_WRITE;
        MountPoint point = new MountPoint("volume", chosen, source, place, "local", mode, writable, "");
        return new PlannedMount(point, access, Reach.RECURSIVE, traits);
    }

    /** The name that nobody knows is the same each time it is asked for, so it need not be kept. */
    private String anonymousName(String place) {
        return Digest.sha256((record.id() + place).getBytes(StandardCharsets.UTF_8))
                .hex();
    }

    private static String place(String spec, String destination) {
        if (!destination.startsWith("/") || Path.of(destination).normalize().equals(Path.of("/"))) {
            throw new InvalidArgument(
                    "invalid volume specification: '" + spec + "': invalid mount config: invalid mount" + " path: '"
                            + destination + "' mount path must be absolute and not the root");
        }
        return Path.of(destination).normalize().toString();
    }

    /** Makes the sources that are missing, as directories. @throws InvalidArgument if one is not to be made */
    void makeSources() {
        for (PlannedMount mount : mounts()) {
            Path source = Path.of(mount.point().source());
            requireSource(mount, source);
            try {
                if (!Files.exists(source)) {
                    Files.createDirectories(source);
                }
            } catch (IOException e) {
                throw Internal.failedTo("create mount source path '" + source + "'", e);
            }
        }
    }

    /** @throws InvalidArgument if the container cannot be made so */
    void check() {
        mounts().forEach(mount -> requireSource(mount, Path.of(mount.point().source())));
    }

    private static void requireSource(PlannedMount mount, Path source) {
        if (mount.is(Trait.EXISTING) && !Files.exists(source)) {
            throw new InvalidArgument(
                    "invalid mount config for type \"bind\": bind source path does not exist: " + source);
        }
    }
}
