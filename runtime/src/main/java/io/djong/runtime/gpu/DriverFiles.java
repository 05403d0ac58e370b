package io.djong.runtime.gpu;

import io.djong.runtime.cdi.ContainerEdits.Mount;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The files of the driver that programs in a container need: libraries, tools, firmware.
 *
 * <p>The loader in a container finds a library by a name as {@code libcuda.so.1}, which on the host is a link to the
 * file. No program is run in the container to make such links and to bring its loader's cache up to date. Instead the
 * file is mounted under the link's name too, in a directory where the image's loader looks without its cache.
 */
final class DriverFiles {
    private static final List<String> PROGRAMS = List.of(
            "nvidia-smi",
            "nvidia-debugdump",
            "nvidia-persistenced",
            "nvidia-cuda-mps-control",
            "nvidia-cuda-mps-server");
    private static final List<String> PROGRAM_DIRECTORIES = List.of("usr/bin", "usr/sbin", "usr/local/bin", "bin");
    private static final List<String> FURTHER = List.of(
            "usr/share/vulkan/icd.d/nvidia_icd.json",
            "etc/vulkan/icd.d/nvidia_icd.json",
            "usr/share/glvnd/egl_vendor.d/10_nvidia.json",
            "run/nvidia-persistenced/socket",
            "run/nvidia-fabricmanager/socket");
    private static final List<String> OPTIONS = List.of("ro", "nosuid", "nodev", "rbind", "rprivate");

    /** Where a machine's loader looks in any case, and its mark in the loader's cache. */
    private record Machine(int mark, List<String> directories) {
        static Machine current() {
            return "amd64".equals(System.getProperty("os.arch")) ? of(0x0300, "x86_64") : of(0x0a00, "aarch64");
        }

        private static Machine of(int mark, String name) {
            String own = "lib/" + name + "-linux-gnu";
            return new Machine(mark, List.of("usr/" + own, "usr/lib64", own, "lib64", "usr/lib", "lib"));
        }
    }

    private final Path root;
    private final String version;
    private final Machine machine = Machine.current();

    DriverFiles(NvidiaDriver driver) {
        this.root = driver.root();
        this.version = driver.version().text();
    }

    /** @param rootfs the container's root file system */
    List<Mount> mounts(Path rootfs) {
        Map<String, Mount> byPlace = new TreeMap<>();
        for (Path directory : libraryDirectories()) {
            String place = place(directory, rootfs);
            for (Path library : entries(directory)) {
                if (isDrivers(library)) {
                    put(byPlace, library, place + "/" + library.getFileName());
                }
            }
        }
        for (String directory : PROGRAM_DIRECTORIES) {
            PROGRAMS.forEach(program -> putSame(byPlace, directory + "/" + program));
        }
        FURTHER.forEach(file -> putSame(byPlace, file));
        entries(root.resolve("lib/firmware/nvidia").resolve(version))
                .forEach(file -> putSame(byPlace, root.relativize(file).toString()));
        return new ArrayList<>(byPlace.values());
    }

    private void putSame(Map<String, Mount> byPlace, String file) {
        if (Files.exists(root.resolve(file))) {
            put(byPlace, root.resolve(file), "/" + file);
        }
    }

    private static void put(Map<String, Mount> byPlace, Path file, String place) {
        try {
            byPlace.putIfAbsent(place, new Mount(file.toRealPath().toString(), place, "bind", OPTIONS));
        } catch (IOException e) {
            // gone since
        }
    }

    /** Whether it is a library of this driver, or a link to one. */
    private boolean isDrivers(Path file) {
        try {
            return file.toRealPath().getFileName().toString().endsWith(".so." + version);
        } catch (IOException e) {
            return false;
        }
    }

    /** Where {@code libcuda} is, by the loader's cache or else where it is looked for, and where a link to it leads. */
    private Set<Path> libraryDirectories() {
        Optional<String> cached =
                LoaderCache.read(root.resolve("etc/ld.so.cache")).find("libcuda.so.1", machine.mark());
        List<String> places = new ArrayList<>();
        cached.ifPresent(file -> places.add(file.substring(1)));
        machine.directories().forEach(directory -> {
            places.add(directory + "/libcuda.so.1");
            places.add(directory + "/libcuda.so." + version);
        });
        Set<Path> directories = new LinkedHashSet<>();
        for (String place : places) {
            Path directory = root.resolve(place.substring(0, place.lastIndexOf('/')));
            Path library = root.resolve(place);
            if (directories.isEmpty() && isDrivers(library)) {
                directories.add(directory);
                directories.add(targetDirectory(library, directory));
            }
        }
        return directories;
    }

    /** Where a link leads, if that is elsewhere. */
    private static Path targetDirectory(Path library, Path directory) {
        try {
            Path target = library.toRealPath().resolveSibling("").normalize();
            return target.equals(directory.toRealPath()) ? directory : target;
        } catch (IOException e) {
            return directory; // gone since
        }
    }

    /** The same directory where the image has it, else the first that it has of those where its loader looks. */
    private String place(Path directory, Path rootfs) {
        String same = root.relativize(directory).toString();
        boolean looked = machine.directories().contains(same);
        if (looked && Files.isDirectory(rootfs.resolve(same))) {
            return "/" + same;
        }
        return "/"
                + machine.directories().stream()
                        .filter(candidate -> Files.isDirectory(rootfs.resolve(candidate)))
                        .findFirst()
                        .orElse(machine.directories().getFirst());
    }

    private static List<Path> entries(Path directory) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            entries.forEach(found::add);
        } catch (IOException e) {
            return List.of();
        }
        found.sort(null);
        return found;
    }
}
