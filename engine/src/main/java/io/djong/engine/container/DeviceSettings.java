package io.djong.engine.container;

import io.djong.model.container.ContainerConfig;
import io.djong.model.container.DeviceRequest;
import io.djong.model.container.HostConfig;
import io.djong.runtime.cdi.ContainerEdits;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where devices are looked for that a container asks for by name or by what they can do.
 *
 * @param cdiDirectories of CDI specifications, in the order of rising precedence; empty where CDI is turned off
 * @param root of the host, on which NVIDIA's driver and tools are looked for
 */
public record DeviceSettings(List<Path> cdiDirectories, Path root) {
    public DeviceSettings {
        cdiDirectories = List.copyOf(cdiDirectories);
    }

    /** @throws io.djong.model.error.InvalidArgument if a device is not here, or the image needs another driver for it */
    void check(ContainerConfig config, HostConfig host) {
        List<DeviceRequest> requests = requests(host);
        if (!requests.isEmpty()) {
            new DevicePlan(this).check(requests, config);
        }
    }

    /** What a container's configuration gets for the devices that it asks for; empty if it asks for none. */
    Optional<ContainerEdits> edits(HostConfig host, Path rootfs) {
        List<DeviceRequest> requests = requests(host);
        return requests.isEmpty() ? Optional.empty() : Optional.of(new DevicePlan(this).edits(requests, rootfs));
    }

    private static List<DeviceRequest> requests(HostConfig host) {
        return host.deviceRequests() == null ? List.of() : host.deviceRequests();
    }
}
