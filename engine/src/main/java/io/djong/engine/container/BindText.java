package io.djong.engine.container;

import io.djong.model.container.BindOptions;
import io.djong.model.container.DriverConfig;
import io.djong.model.container.MountSpec;
import io.djong.model.container.VolumeOptions;
import io.djong.model.error.InvalidArgument;
import io.djong.runtime.spec.BindMount.Propagation;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code -v} says, as the mount that {@code --mount} would ask for.
 *
 * @param mode the options as they were given
 */
record BindText(MountSpec mount, String mode) {
    /** Options by what they are about: one of each may be given. What SELinux would do is not done here. */
    private static final List<Set<String>> KINDS = List.of(
            Set.of("rw", "ro"), Set.of("z", "Z"), Set.of("nocopy"), Set.of("consistent", "cached", "delegated"));

    private static final int PARTS = 3;

    /** Reads {@code [source:]destination[:options]}. @throws InvalidArgument in Docker's words */
    static BindText parse(String text, String volumeDriver) {
        List<String> parts = List.of(text.split(":", -1));
        boolean endsInMode = parts.size() == 2 && isMode(parts.getLast());
        if (parts.getFirst().isEmpty() || parts.size() > PARTS || endsInMode) {
            throw invalid(text);
        }
        String mode = parts.size() == PARTS ? parts.getLast() : "";
        if (!isMode(mode)) {
            throw new InvalidArgument("invalid mode: " + mode);
        }
        String source = parts.size() == 1 ? "" : parts.getFirst();
        String target = parts.size() == 1 ? parts.getFirst() : parts.get(1);
        List<String> options = List.of(mode.split(",", -1));
        MountSpec mount = new MountSpec(
                source.startsWith("/") ? "bind" : "volume",
                source,
                target,
                options.contains("ro"),
                "",
                bindOptions(options),
                volumeOptions(source, options, volumeDriver),
                null,
                null);
        return new BindText(mount, mode);
    }

    static InvalidArgument invalid(String text) {
        return new InvalidArgument("invalid volume specification: '" + text + "'");
    }

    /** Whether this is a list of options, none of which contradicts another. */
    static boolean isMode(String text) {
        if (text.isEmpty()) {
            return true;
        }
        Set<Object> seen = new HashSet<>();
        for (String option : text.split(",", -1)) {
            Optional<Object> kind = kind(option);
            if (kind.isEmpty() || !seen.add(kind.get())) {
                return false;
            }
        }
        return true;
    }

    private static Optional<Object> kind(String option) {
        if (Propagation.of(option).isPresent()) {
            return Optional.of(Propagation.class);
        }
        return KINDS.stream()
                .filter(kind -> kind.contains(option))
                .<Object>map(kind -> kind)
                .findFirst();
    }

    private static @Nullable BindOptions bindOptions(List<String> options) {
        return options.stream()
                .filter(option -> Propagation.of(option).isPresent())
                .findFirst()
                .map(propagation -> new BindOptions(propagation, false, true, false, false))
                .orElse(null);
    }

    private static @Nullable VolumeOptions volumeOptions(String source, List<String> options, String driver) {
        boolean named = !driver.isEmpty() && !source.startsWith("/");
        return named || options.contains("nocopy")
                ? new VolumeOptions(
                        options.contains("nocopy"), Map.of(), named ? new DriverConfig(driver, Map.of()) : null, "")
                : null;
    }
}
