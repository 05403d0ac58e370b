package io.djong.runtime.gpu;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A host with NVIDIA's driver, as far as its files tell of that. */
record FakeHost(Path root) {
    static FakeHost with(Path root, String version) throws IOException {
        FakeHost host = new FakeHost(root);
        host.write(
                "proc/driver/nvidia/version",
                "NVRM version: NVIDIA UNIX x86_64 Kernel Module  " + version + "  Sat Aug 19 01:15:15 UTC 2023\n"
                        + "GCC version:  gcc version 12.2.0 (Debian 12.2.0-14)\n");
        host.write("dev/nvidiactl", "").write("dev/nvidia-uvm", "");
        return host;
    }

    FakeHost gpu(String bus, int minor, String model) throws IOException {
        write(
                "proc/driver/nvidia/gpus/" + bus + "/information",
                "Model: \t\t " + model + "\nIRQ:   \t\t 35\nGPU UUID: \t GPU-" + minor + "-uuid\nDevice Minor: \t "
                        + minor + "\n");
        return write("dev/nvidia" + minor, "");
    }

    FakeHost write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
        return this;
    }

    FakeHost link(String file, String target) throws IOException {
        Files.createSymbolicLink(root.resolve(file), Path.of(target));
        return this;
    }

    /** The loader's cache with one library, for x86_64 and for aarch64. */
    FakeHost cache(String library, String file) throws IOException {
        ByteArrayOutputStream strings = new ByteArrayOutputStream();
        strings.writeBytes((library + "\0" + file + "\0").getBytes(StandardCharsets.US_ASCII));
        int start = 48 + 2 * 24;
        ByteBuffer cache = ByteBuffer.allocate(start + strings.size()).order(ByteOrder.LITTLE_ENDIAN);
        cache.put("glibc-ld.so.cache1.1".getBytes(StandardCharsets.US_ASCII));
        cache.putInt(2).putInt(strings.size()).position(48);
        for (int flags : new int[] {0x0303, 0x0a03}) {
            cache.putInt(flags).putInt(start).putInt(start + library.length() + 1);
            cache.putInt(0).putLong(0);
        }
        cache.put(strings.toByteArray());
        Path path = root.resolve("etc/ld.so.cache");
        Files.createDirectories(path.getParent());
        Files.write(path, cache.array());
        return this;
    }

    NvidiaDriver driver() {
        return NvidiaDriver.of(root).orElseThrow();
    }
}
