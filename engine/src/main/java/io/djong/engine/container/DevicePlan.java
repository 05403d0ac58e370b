package io.djong.engine.container;

import io.djong.model.container.ContainerConfig;
import io.djong.model.container.DeviceRequest;
import io.djong.model.container.Environment;
import io.djong.model.error.InvalidArgument;
import io.djong.runtime.cdi.Catalog;
import io.djong.runtime.cdi.ContainerEdits;
import io.djong.runtime.cdi.ContainerEdits.Hook;
import io.djong.runtime.gpu.GpuEdits;
import io.djong.runtime.gpu.NvidiaDriver;
import io.djong.runtime.gpu.Requirement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The devices that a container asks for by name ({@code --device vendor.com/class=name}) or by what they can do ({@code
 * --gpus}), as this host has them now. Made, and its classes loaded, only for containers that do.
 */
final class DevicePlan {
    private static final String CDI = "cdi";
    private static final String NVIDIA = "nvidia";
    private static final String NVIDIA_KIND = "nvidia.com/gpu";
    /** NVIDIA's driver tells GPUs apart by device numbers below it. */
    private static final int MOST_GPUS = 256;

    private static final String HOOK = "nvidia-container-runtime-hook";

    /** What NVIDIA's driver can be asked for, beside that it is a GPU and NVIDIA's. */
    private static final Set<String> DRIVER_CAPABILITIES =
            Set.of("compute", "compat32", "graphics", "utility", "video", "display");

    private final DeviceSettings settings;
    private final Catalog catalog;

    DevicePlan(DeviceSettings settings) {
        this.settings = settings;
        this.catalog = Catalog.read(settings.cdiDirectories());
    }

    /** Where NVIDIA's GPUs come from, in the order of preference. */
    private sealed interface Source {
        /** Specifications, written by NVIDIA's tools. */
        record Described() implements Source {}

        /** NVIDIA's hook, which makes a container's GPUs there when it is created. */
        record ByHook(Path program) implements Source {}

        /** The driver as it shows itself. */
        record Found(NvidiaDriver driver) implements Source {}
    }

    /**
     * Checks that the devices are here, and that the driver is what the image needs.
     *
     * @throws InvalidArgument if not
     */
    void check(List<DeviceRequest> requests, ContainerConfig config) {
        ContainerEdits _ = edits(requests, settings.root());
        if (requests.stream().anyMatch(DevicePlan::isNvidia)) {
            NvidiaDriver.of(settings.root())
                    .flatMap(driver -> Requirement.of(config.env()).unmet(config.image(), driver))
                    .ifPresent(unmet -> {
                        throw new InvalidArgument(unmet);
                    });
        }
    }

    /**
     * What the container's configuration gets for its devices.
     *
     * @param rootfs its root file system
     */
    ContainerEdits edits(List<DeviceRequest> requests, Path rootfs) {
        ContainerEdits edits = ContainerEdits.NONE;
        for (DeviceRequest request : requests) {
            edits = edits.and(edits(request, rootfs));
        }
        return edits;
    }

    private static boolean isNvidia(DeviceRequest request) {
        return !request.driver().equals(CDI)
                || request.deviceIds().stream().anyMatch(name -> name.startsWith(NVIDIA_KIND + "="));
    }

    private ContainerEdits edits(DeviceRequest request, Path rootfs) {
        return switch (request.driver()) {
            case CDI -> named(request);
            case "", NVIDIA -> gpus(request, rootfs);
            default -> throw unselected(request, "there is no such driver");
        };
    }

    private ContainerEdits named(DeviceRequest request) {
        if (settings.cdiDirectories().isEmpty()) {
            throw unselected(request, "CDI is turned off by the daemon's configuration");
        }
        if (request.count() != 0) {
            throw new InvalidArgument("unexpected count in CDI device request");
        }
        if (!request.options().isEmpty()) {
            throw new InvalidArgument("unexpected options in CDI device request");
        }
        return catalog.edits(request.deviceIds());
    }

    private ContainerEdits gpus(DeviceRequest request, Path rootfs) {
        Set<String> known = new HashSet<>(DRIVER_CAPABILITIES);
        known.addAll(List.of("gpu", NVIDIA));
        List<String> capabilities = request.capabilities().stream()
                .filter(known::containsAll)
                .findFirst()
                .orElseThrow(() -> unselected(request, "no driver has them"));
        if (request.count() != 0 && !request.deviceIds().isEmpty()) {
            throw new InvalidArgument("cannot set both Count and DeviceIDs on device request");
        }
        if (request.count() > MOST_GPUS) {
            throw new InvalidArgument("cannot give " + request.count() + " GPUs to the container: no host has as many");
        }
        return switch (source(request)) {
            case Source.Described() -> catalog.edits(described(request));
            case Source.ByHook(Path program) -> byHook(request, capabilities, program);
            case Source.Found(NvidiaDriver driver) -> found(request, new GpuEdits(driver), rootfs);
        };
    }

    private Source source(DeviceRequest request) {
        if (catalog.hasKind(NVIDIA_KIND)) {
            return new Source.Described();
        }
        Optional<Path> hook = Arrays.stream(Environment.PATH.split(":"))
                .map(directory ->
                        settings.root().resolve(directory.substring(1)).resolve(HOOK))
                .filter(Files::isExecutable)
                .findFirst();
        if (hook.isPresent()) {
            return new Source.ByHook(hook.get());
        }
        return NvidiaDriver.of(settings.root())
                .<Source>map(Source.Found::new)
                .orElseThrow(() -> unselected(
                        request,
                        "this host shows no NVIDIA driver (/proc/driver/nvidia): install NVIDIA's driver and see that"
                                + " nvidia-smi works here, or describe other GPUs by CDI specifications and ask for"
                                + " them by --device"));
    }

    /** The names of devices that specifications describe. */
    private List<String> described(DeviceRequest request) {
        if (!request.deviceIds().isEmpty()) {
            return request.deviceIds().stream()
                    .map(id -> id.contains("=") ? id : NVIDIA_KIND + "=" + id)
                    .toList();
        }
        if (request.count() >= 0) {
            return IntStream.range(0, request.count())
                    .mapToObj(index -> NVIDIA_KIND + "=" + index)
                    .toList();
        }
        String all = NVIDIA_KIND + "=all";
        return catalog.has(all)
                ? List.of(all)
                : catalog.devices().stream()
                        .filter(name -> name.startsWith(NVIDIA_KIND + "="))
                        .toList();
    }

    /** The variables that the hook goes by, as NVIDIA's documentation of its container toolkit has them. */
    private static ContainerEdits byHook(DeviceRequest request, List<String> capabilities, Path program) {
        String visible;
        if (!request.deviceIds().isEmpty()) {
            visible = String.join(",", request.deviceIds());
        } else if (request.count() < 0) {
            visible = "all";
        } else if (request.count() == 0) {
            visible = "void";
        } else {
            visible = String.join(
                    ",",
                    IntStream.range(0, request.count())
                            .mapToObj(String::valueOf)
                            .toList());
        }
        List<String> env = new ArrayList<>(List.of("NVIDIA_VISIBLE_DEVICES=" + visible));
        List<String> ofDriver =
                capabilities.stream().filter(DRIVER_CAPABILITIES::contains).toList();
        if (!ofDriver.isEmpty()) {
            env.add("NVIDIA_DRIVER_CAPABILITIES=" + String.join(",", ofDriver));
        }
        Hook hook = new Hook(
                "prestart",
                program.toString(),
                List.of(HOOK, "prestart"),
                List.of("PATH=" + Environment.PATH),
                Optional.empty());
        return ContainerEdits.ofEnv(env).and(ContainerEdits.ofHook(hook));
    }

    private static ContainerEdits found(DeviceRequest request, GpuEdits gpus, Path rootfs) {
        List<String> names = request.deviceIds().isEmpty() ? gpus.first(request.count()) : request.deviceIds();
        return names.isEmpty() ? ContainerEdits.NONE : gpus.of(names, rootfs);
    }

    private static InvalidArgument unselected(DeviceRequest request, String why) {
        String capabilities = request.capabilities().toString().replace(",", "");
        return new InvalidArgument("could not select device driver \"" + request.driver() + "\" with capabilities: "
                + capabilities + ": " + why);
    }
}
