package io.djong.runtime.gpu;

import io.djong.model.error.InvalidArgument;
import io.djong.runtime.cdi.ContainerEdits;
import io.djong.runtime.cdi.ContainerEdits.DeviceNode;
import io.djong.runtime.gpu.NvidiaDriver.Gpu;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a container needs for GPUs where nothing on the host describes them: made of what the driver shows. */
public final class GpuEdits {
    /** Of all GPUs together. Not the capabilities under {@code nvidia-caps}, which are to configure and to watch them. */
    private static final List<String> COMMON = List.of("nvidiactl", "nvidia-uvm", "nvidia-uvm-tools", "nvidia-modeset");

    private final NvidiaDriver driver;

    public GpuEdits(NvidiaDriver driver) {
        this.driver = driver;
    }

    /**
     * The names of the first GPUs.
     *
     * @param count how many; negative for all
     * @throws InvalidArgument if there are not as many
     */
    public List<String> first(int count) {
        List<String> names =
                driver.gpus().stream().map(gpu -> String.valueOf(gpu.index())).toList();
        if (count > names.size()) {
            throw new InvalidArgument("cannot give " + count + " GPUs to the container: this host has " + names.size());
        }
        return count < 0 ? names : names.subList(0, count);
    }

    /**
     * What a container needs for some GPUs.
     *
     * @param names indices, UUIDs or addresses on the bus; {@code all} for all of them
     * @param rootfs the container's root file system
     * @throws InvalidArgument that names a GPU which there is not, and those that there are
     */
    public ContainerEdits of(List<String> names, Path rootfs) {
        List<DeviceNode> nodes = new ArrayList<>();
        for (Gpu gpu : gpus(names)) {
            add(nodes, "dev/nvidia" + gpu.minor());
            for (String graphics : graphics(gpu)) {
                add(nodes, "dev/dri/" + graphics);
            }
        }
        COMMON.forEach(name -> add(nodes, "dev/" + name));
        // So that NVIDIA's own runtime, where the container is run by it, adds nothing more.
        List<String> env = List.of("NVIDIA_VISIBLE_DEVICES=void");
        return new ContainerEdits(env, nodes, new DriverFiles(driver).mounts(rootfs), List.of(), List.of(), Map.of());
    }

    private void add(List<DeviceNode> nodes, String file) {
        Path device = driver.root().resolve(file);
        if (Files.exists(device)) {
            nodes.add(DeviceNode.of("/" + file, device.toString(), "rw"));
        }
    }

    /** The device files for graphics of a GPU: {@code card0}, {@code renderD128}. */
    private List<String> graphics(Gpu gpu) {
        Path directory =
                driver.root().resolve("sys/bus/pci/devices").resolve(gpu.bus()).resolve("drm");
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "{card,renderD}*")) {
            entries.forEach(entry -> names.add(entry.getFileName().toString()));
        } catch (IOException e) {
            return List.of();
        }
        names.sort(null);
        return names;
    }

    private List<Gpu> gpus(List<String> names) {
        List<Gpu> chosen = new ArrayList<>();
        for (String name : names) {
            List<Gpu> found = driver.gpus().stream()
                    .filter(gpu -> name.equals("all") || gpu.is(name))
                    .toList();
            if (found.isEmpty()) {
                throw unknown(name);
            }
            found.stream().filter(gpu -> !chosen.contains(gpu)).forEach(chosen::add);
        }
        return chosen;
    }

    private InvalidArgument unknown(String name) {
        if (name.startsWith("MIG-") || name.matches("\\d+:\\d+")) {
            return new InvalidArgument("GPU " + name + " is a part of one (MIG), which only NVIDIA's own description of"
                    + " the devices names: run nvidia-ctk cdi generate --output=/etc/cdi/nvidia.yaml");
        }
        String known = driver.gpus().stream()
                .map(gpu -> gpu.index() + (gpu.uuid().isEmpty() ? "" : " (" + gpu.uuid() + ")"))
                .collect(Collectors.joining(", "));
        return new InvalidArgument(
                "no GPU " + name + " on this host: " + (known.isEmpty() ? "the driver shows none" : "it has " + known));
    }
}
