package io.djong.runtime.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.model.error.InvalidArgument;
import io.djong.runtime.cdi.ContainerEdits;
import io.djong.runtime.cdi.ContainerEdits.DeviceNode;
import io.djong.runtime.cdi.ContainerEdits.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GpuEditsTest {
    private static final String VERSION = "535.104.05";

    @TempDir
    Path temp;

    private FakeHost host;
    private Path rootfs;

    @BeforeEach
    void host() throws IOException {
        host = FakeHost.with(Files.createDirectory(temp.resolve("host")), VERSION)
                .gpu("0000:65:00.0", 1, "NVIDIA H100")
                .gpu("0000:17:00.0", 0, "NVIDIA H100")
                .write("dev/dri/card1", "")
                .write("sys/bus/pci/devices/0000:65:00.0/drm/card1/dev", "226:1");
        rootfs = Files.createDirectories(temp.resolve("rootfs"));
    }

    private List<String> nodes(String... names) {
        return new GpuEdits(host.driver())
                .of(List.of(names), rootfs).deviceNodes().stream()
                        .map(DeviceNode::path)
                        .toList();
    }

    /** What is mounted, by its place in the container. */
    private Map<String, String> mounts() {
        ContainerEdits edits = new GpuEdits(host.driver()).of(List.of("0"), rootfs);
        return edits.mounts().stream()
                .collect(Collectors.toMap(
                        Mount::containerPath, mount -> "/" + host.root().relativize(Path.of(mount.hostPath()))));
    }

    @Test
    void gpusAreCountedInTheOrderOfTheBuses() {
        assertEquals(List.of("0", "1"), new GpuEdits(host.driver()).first(-1));
        assertEquals(List.of("0"), new GpuEdits(host.driver()).first(1));
        assertEquals(List.of("/dev/nvidia0", "/dev/nvidiactl", "/dev/nvidia-uvm"), nodes("0"));
    }

    @Test
    void oneIsKnownByItsUuidAndItsBusToo() {
        List<String> expected = List.of("/dev/nvidia1", "/dev/dri/card1", "/dev/nvidiactl", "/dev/nvidia-uvm");
        assertEquals(expected, nodes("1"));
        assertEquals(expected, nodes("gpu-1-UUID"));
        assertEquals(expected, nodes("0000:65:00.0", "1"));
        assertEquals(5, nodes("all").size());
    }

    @Test
    void whatIsNotHereIsNamed() {
        InvalidArgument unknown = assertThrows(InvalidArgument.class, () -> nodes("7"));
        assertEquals("no GPU 7 on this host: it has 0 (GPU-0-uuid), 1 (GPU-1-uuid)", unknown.message());
        InvalidArgument part = assertThrows(InvalidArgument.class, () -> nodes("0:1"));
        assertTrue(part.message().contains("nvidia-ctk cdi generate"), part.message());
        InvalidArgument many = assertThrows(InvalidArgument.class, () -> new GpuEdits(host.driver()).first(3));
        assertEquals("cannot give 3 GPUs to the container: this host has 2", many.message());
    }

    @Test
    void librariesAreFoundByTheLoadersCacheAndMountedUnderTheNamesOfTheirLinks() throws IOException {
        host.cache("libcuda.so.1", "/opt/nv/libcuda.so.1")
                .write("opt/nv/libcuda.so." + VERSION, "")
                .link("opt/nv/libcuda.so.1", "libcuda.so." + VERSION)
                .link("opt/nv/libcuda.so", "libcuda.so.1")
                .write("opt/nv/libother.so.1", "")
                .write("usr/bin/nvidia-smi", "")
                .write("lib/firmware/nvidia/" + VERSION + "/gsp.bin", "");
        Files.createDirectories(rootfs.resolve("usr/lib64"));
        String real = "/opt/nv/libcuda.so." + VERSION;
        assertEquals(
                Map.of(
                        "/usr/lib64/libcuda.so." + VERSION,
                        real,
                        "/usr/lib64/libcuda.so.1",
                        real,
                        "/usr/lib64/libcuda.so",
                        real,
                        "/usr/bin/nvidia-smi",
                        "/usr/bin/nvidia-smi",
                        "/lib/firmware/nvidia/" + VERSION + "/gsp.bin",
                        "/lib/firmware/nvidia/" + VERSION + "/gsp.bin"),
                mounts());
    }

    @Test
    void withoutACacheTheyAreLookedForAndKeepTheirPlacesWhereTheImageHasThem() throws IOException {
        host.write("usr/lib64/libcuda.so." + VERSION, "").write("usr/lib64/libcuda.so.1.0", "");
        Files.createDirectories(rootfs.resolve("usr/lib64"));
        Files.createDirectories(rootfs.resolve("usr/lib"));
        String place = "/usr/lib64/libcuda.so." + VERSION;
        assertEquals(Map.of(place, place), mounts());
    }

    @Test
    void mountsAreReadOnly() throws IOException {
        host.write("usr/bin/nvidia-smi", "");
        Mount mount =
                new GpuEdits(host.driver()).of(List.of("0"), rootfs).mounts().getFirst();
        assertEquals(List.of("ro", "nosuid", "nodev", "rbind", "rprivate"), mount.options());
    }

    @Test
    void aHostWithoutTheDriverShowsNone() {
        assertEquals(Optional.empty(), NvidiaDriver.of(rootfs));
    }

    @Test
    void aCacheThatIsNoneFindsNothing() throws IOException {
        host.write(
                "etc/ld.so.cache",
                "glibc-ld.so.cache1.1\u0000\u0001\u0000\u0000\u0001 and then nothing of it, not even an entry");
        assertEquals(
                Optional.empty(),
                LoaderCache.read(host.root().resolve("etc/ld.so.cache")).find("libcuda.so.1", 0x0300));
        assertEquals(Optional.empty(), LoaderCache.read(rootfs.resolve("none")).find("libcuda.so.1", 0x0300));
    }
}
