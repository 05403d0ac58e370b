package io.djong.engine.container;

import io.djong.engine.container.PlannedMount.Trait;
import io.djong.engine.volume.VolumeNames;
import io.djong.engine.volume.VolumePaths;
import io.djong.engine.volume.VolumeRequest;
import io.djong.engine.volume.Volumes;
import io.djong.model.Digest;
import io.djong.model.container.BindOptions;
import io.djong.model.container.DriverConfig;
import io.djong.model.container.ImageOptions;
import io.djong.model.container.MountSpec;
import io.djong.model.container.VolumeOptions;
import io.djong.model.error.Internal;
import io.djong.model.error.InvalidArgument;
import io.djong.runtime.spec.BindMount.Access;
import io.djong.runtime.spec.BindMount.Reach;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The binds, volumes and images that a container takes over from others ({@code --volumes-from}), asks for ({@code -v},
 * {@code --mount}) and that its image declares, each resolved to a directory or file of the host, or an image's id.
 */
final class MountPlan {
    private static final String TMPFS = "tmpfs";

    private final ContainerRecord record;
    private final VolumePaths volumes;

    MountPlan(ContainerRecord record, VolumePaths volumes) {
        this.record = record;
        this.volumes = volumes;
    }

    /** The mounts as they are shown. */
    List<MountPoint> points() {
        List<MountPoint> points = new ArrayList<>();
        mounts().forEach(mount -> points.add(mount.point()));
        for (MountSpec spec : record.host().mounts()) {
            if (spec.type().equals(TMPFS)) {
                points.add(new MountPoint(TMPFS, "", "", place(spec.target()), "", "", !spec.readOnly(), ""));
            }
        }
        return points;
    }

    /**
     * One mount a destination, in the order asked for; what is asked for wins over what is taken from others, and both
     * over volumes of the image.
     */
    List<PlannedMount> mounts() {
        Map<String, PlannedMount> byDestination = new LinkedHashMap<>();
        record.ties().volumes().forEach(borrowed -> add(byDestination, borrowed(borrowed)));
        for (MountSpec spec : record.host().mounts()) {
            if (!spec.type().equals(TMPFS)) {
                add(byDestination, mount(spec));
            }
        }
        for (BindText bind : binds()) {
            add(byDestination, mount(bind));
        }
        for (String declared : record.config().volumes().keySet()) {
            String place = place(declared);
            if (!isTmpfs(place)) {
                byDestination.putIfAbsent(place, volume(new Volume("", ""), place, "", Access.READ_WRITE, false));
            }
        }
        return new ArrayList<>(byDestination.values());
    }

    /** Of the mounts, those of volumes. */
    List<PlannedMount> volumes() {
        return mounts().stream().filter(PlannedMount::isVolume).toList();
    }

    /** What is asked of a volume of the plan that is to be made. */
    VolumeRequest request(PlannedMount mount) {
        MountPoint point = mount.point();
        VolumeRequest asked = record.host().mounts().stream()
                .filter(spec ->
                        spec.type().equals("volume") && place(spec.target()).equals(point.destination()))
                .findFirst()
                .flatMap(spec -> Optional.ofNullable(spec.volumeOptions()))
                .map(options -> request(point.name(), options))
                .orElse(VolumeRequest.of(point.name()));
        return mount.is(Trait.ANONYMOUS) ? asked.anonymous() : asked;
    }

    private static VolumeRequest request(String name, VolumeOptions options) {
        DriverConfig driver = options.driverConfig();
        return driver == null
                ? new VolumeRequest(name, "", Map.of(), options.labels())
                : new VolumeRequest(name, driver.name(), driver.options(), options.labels());
    }

    private List<BindText> binds() {
        List<String> binds = record.host().binds();
        return binds == null
                ? List.of()
                : binds.stream()
                        .map(text -> BindText.parse(text, record.host().volumeDriver()))
                        .toList();
    }

    private static void add(Map<String, PlannedMount> byDestination, PlannedMount mount) {
        byDestination.put(mount.point().destination(), mount);
    }

    private boolean isTmpfs(String place) {
        return record.host().tmpfs().containsKey(place)
                || record.host().mounts().stream()
                        .anyMatch(spec -> spec.type().equals(TMPFS) && place.equals(spec.target()));
    }

    private PlannedMount borrowed(Ties.Borrowed borrowed) {
        MountPoint point = borrowed.point();
        Set<Trait> traits = Set.of(borrowed.anonymous() ? Trait.ANONYMOUS : Trait.EMPTY, Trait.PROPAGATES_IF_POSSIBLE);
        Access access = point.writable() ? Access.READ_WRITE : Access.READ_ONLY;
        return new PlannedMount(point, access, Reach.RECURSIVE, traits, borrowed.subpath());
    }

    private PlannedMount mount(BindText bind) {
        MountSpec spec = bind.mount();
        String place = place(spec.target());
        Access access = spec.readOnly() ? Access.READ_ONLY : Access.READ_WRITE;
        if (spec.type().equals("volume")) {
            return volume(Volume.of(spec), place, mode(bind.mode()), access, Volume.startsEmpty(spec));
        }
        return new PlannedMount(bindPoint(spec, place, bind.mode(), access), access, Reach.RECURSIVE, traits(spec), "");
    }

    private PlannedMount mount(MountSpec spec) {
        String place = place(spec.target());
        Access readOnly = options(spec).readOnlyNonRecursive() ? Access.READ_ONLY_TOP : Access.READ_ONLY;
        Access access = spec.readOnly() ? readOnly : Access.READ_WRITE;
        if (spec.type().equals("image")) {
            return image(spec, place);
        }
        if (!spec.type().equals("bind")) {
            return volume(Volume.of(spec), place, mode(""), access, Volume.startsEmpty(spec));
        }
        BindOptions options = options(spec);
        Set<Trait> traits = traits(spec);
        if (!options.createMountpoint()) {
            traits.add(Trait.EXISTING);
        }
        Reach reach = options.nonRecursive() ? Reach.TOP : Reach.RECURSIVE;
        return new PlannedMount(bindPoint(spec, place, "", access), access, reach, traits, "");
    }

    private static BindOptions options(MountSpec spec) {
        return spec.bindOptions() == null ? BindOptions.DEFAULT : spec.bindOptions();
    }

    private static Set<Trait> traits(MountSpec bind) {
        return options(bind).propagation().isEmpty()
                ? EnumSet.of(Trait.PROPAGATES_IF_POSSIBLE)
                : EnumSet.noneOf(Trait.class);
    }

    /** Docker shows volumes that are asked for as if shared between labels. */
    private static String mode(String asked) {
        return asked.isEmpty() ? "z" : asked;
    }

    private MountPoint bindPoint(MountSpec spec, String place, String mode, Access access) {
        String propagation = options(spec).propagation();
        Path source = Path.of(spec.source()).normalize();
        // What holds the container's mounts too must let go of them when they go.
        String standard = volumes.isBelow(source) ? "rslave" : "rprivate";
        return new MountPoint(
                "bind",
                "",
                source.toString(),
                place,
                "",
                mode,
                access == Access.READ_WRITE,
                propagation.isEmpty() ? standard : propagation);
    }

    /** Docker shows the image by the name that it was asked for. */
    private PlannedMount image(MountSpec spec, String place) {
        ImageOptions options = spec.imageOptions();
        String id = record.ties().image(spec.source()).id().toString();
        MountPoint point = new MountPoint("image", spec.source(), id, place, "", "", false, "");
        String subpath = options == null ? "" : options.subpath();
        return new PlannedMount(point, Access.READ_ONLY, Reach.RECURSIVE, Set.of(), subpath);
    }

    /** @param name empty for a volume of the container's own */
    private record Volume(String name, String subpath) {
        static Volume of(MountSpec spec) {
            VolumeOptions options = spec.volumeOptions();
            return new Volume(spec.source(), options == null ? "" : options.subpath());
        }

        static boolean startsEmpty(MountSpec spec) {
            VolumeOptions options = spec.volumeOptions();
            return options != null && (options.noCopy() || !options.subpath().isEmpty());
        }
    }

    private PlannedMount volume(Volume volume, String place, String mode, Access access, boolean empty) {
        Set<Trait> traits = EnumSet.noneOf(Trait.class);
        if (empty) {
            traits.add(Trait.EMPTY);
        }
        if (volume.name().isEmpty()) {
            traits.add(Trait.ANONYMOUS);
        } else {
            VolumeNames.check(volume.name());
        }
        String chosen = volume.name().isEmpty() ? anonymousName(place) : volume.name();
        String source = volumes.data(chosen).toString();
        boolean writable = access == Access.READ_WRITE;
        MountPoint point = new MountPoint("volume", chosen, source, place, "local", mode, writable, "");
        return new PlannedMount(point, access, Reach.RECURSIVE, traits, volume.subpath());
    }

    /** The name that nobody knows is the same each time it is asked for, so it need not be kept. */
    private String anonymousName(String place) {
        return Digest.sha256((record.id() + place).getBytes(StandardCharsets.UTF_8))
                .hex();
    }

    private static String place(String destination) {
        return Path.of("/").resolve(destination).normalize().toString();
    }

    /** Makes the sources that are missing, as directories. @throws InvalidArgument if one is not to be made */
    void makeSources() {
        for (PlannedMount mount : mounts()) {
            if (mount.isImage()) {
                continue;
            }
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

    private static void requireSource(PlannedMount mount, Path source) {
        if (mount.is(Trait.EXISTING) && !Files.exists(source)) {
            throw new InvalidArgument(
                    "invalid mount config for type \"bind\": bind source path does not exist: " + source);
        }
    }

    /** @throws InvalidArgument in Docker's words if the container cannot be made so */
    void check() {
        Set<String> places = new HashSet<>();
        List<String> texts = record.host().binds();
        for (String text : texts == null ? List.<String>of() : texts) {
            BindText bind = BindText.parse(text, record.host().volumeDriver());
            MountRules.check(text, bind.mount());
            requireFree(places, bind.mount());
            if (record.host().tmpfs().containsKey(place(bind.mount().target()))) {
                throw duplicate(bind.mount());
            }
        }
        for (MountSpec mount : record.host().mounts()) {
            MountRules.checkWithSource(mount);
            requireFree(places, mount);
        }
        volumes().forEach(mount -> Volumes.check(request(mount)));
    }

    private static void requireFree(Set<String> places, MountSpec mount) {
        if (!places.add(place(mount.target()))) {
            throw duplicate(mount);
        }
    }

    private static InvalidArgument duplicate(MountSpec mount) {
        return new InvalidArgument("Duplicate mount point: " + mount.target());
    }
}
