package io.djong.engine.container;

import io.djong.model.container.ContainerConfig;
import io.djong.model.container.HostConfig;
import io.djong.model.container.MountSpec;
import io.djong.model.container.VolumeOptions;
import io.djong.model.error.InvalidArgument;
import io.djong.model.error.NotImplemented;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request may ask for and this engine does not have. What changes where data lies, or how far the container is
 * kept apart, is refused, as dockerd refuses it where it has no such thing either; the rest is kept and shown, with a
 * warning that it has no effect.
 */
final class Unsupported {
    private static final String LOCAL = "local";

    private Unsupported() {}

    /** Refuses what must not be ignored. */
    static void refuse(HostConfig host) {
        if (!Set.of("", "default").contains(host.isolation().toLowerCase(Locale.ROOT))) {
            throw new InvalidArgument(
                    "Invalid isolation: \"" + host.isolation() + "\" - linux only supports 'default'");
        }
        if (!Set.of("", "host").contains(host.usernsMode())) {
            throw new InvalidArgument("invalid USER mode: " + host.usernsMode());
        }
        if (!host.storageOpt().isEmpty()) {
            throw new InvalidArgument(
                    "--storage-opt is supported only for overlay over xfs with 'pquota' mount option");
        }
        requireLocal(host.volumeDriver());
        host.mounts().stream().map(MountSpec::volumeOptions).forEach(Unsupported::refuse);
    }

    private static void refuse(@Nullable VolumeOptions options) {
        if (options != null && options.driverConfig() != null) {
            requireLocal(options.driverConfig().name());
            if (!options.driverConfig().options().isEmpty()) {
                throw new NotImplemented("options of a volume's driver are not supported yet");
            }
        }
    }

    private static void requireLocal(String driver) {
        if (!driver.isEmpty() && !driver.equals(LOCAL)) {
            throw new InvalidArgument(
                    "error looking up volume plugin " + driver + ": plugin \"" + driver + "\" not found");
        }
    }

    /** What the user should know of what is kept and does nothing. */
    static List<String> warnings(ContainerConfig config, HostConfig host) {
        List<String> warnings = new ArrayList<>();
        if (host.mounts().stream().anyMatch(Unsupported::hasLabels)) {
            warnings.add("Labels of volumes are kept and have no effect yet");
        }
        if (host.kernelMemory() != 0 || host.kernelMemoryTcp() != 0) {
            warnings.add("Limits of the kernel's memory are kept and have no effect");
        }
        return warnings;
    }

    private static boolean hasLabels(MountSpec mount) {
        return mount.volumeOptions() != null && !mount.volumeOptions().labels().isEmpty();
    }
}
