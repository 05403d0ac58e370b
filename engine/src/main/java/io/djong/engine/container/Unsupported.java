package io.djong.engine.container;

import io.djong.model.container.ContainerConfig;
import io.djong.model.container.HostConfig;
import io.djong.model.error.InvalidArgument;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

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
        if (host.kernelMemory() != 0 || host.kernelMemoryTcp() != 0) {
            warnings.add("Limits of the kernel's memory are kept and have no effect");
        }
        return warnings;
    }
}
