package io.djong.runtime.gpu;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** NVIDIA's driver on a host, as {@code /proc/driver/nvidia} shows it. */
public final class NvidiaDriver {
    private static final Pattern VERSION =
            Pattern.compile("(?m)^NVRM version:.*?\\s(\\d+\\.\\d+(?:\\.\\d+)?)(?:\\s|$)");
    private static final Map<String, String> BRANDS =
            Map.of("GEFORCE", "geforce", "TITAN", "titan", "QUADRO", "quadro", "TESLA", "tesla");

    private final Path root;
    private final DottedVersion version;
    private final List<Gpu> gpus;

    private NvidiaDriver(Path root, DottedVersion version, List<Gpu> gpus) {
        this.root = root;
        this.version = version;
        this.gpus = List.copyOf(gpus);
    }

    /**
     * A GPU.
     *
     * @param index its number in the order of the buses, by which users know it
     * @param minor the number of its device file
     * @param bus as {@code 0000:65:00.0}
     */
    record Gpu(int index, int minor, String uuid, String model, String bus) {
        boolean is(String name) {
            return name.equals(String.valueOf(index)) || name.equalsIgnoreCase(uuid) || name.equalsIgnoreCase(bus);
        }
    }

    /**
     * The driver that a host shows; empty if it shows none.
     *
     * @param root the host's root directory
     */
    public static Optional<NvidiaDriver> of(Path root) {
        Path directory = root.resolve("proc/driver/nvidia");
        Matcher matcher = VERSION.matcher(read(directory.resolve("version")));
        return matcher.find()
                ? DottedVersion.parse(matcher.group(1))
                        .map(version -> new NvidiaDriver(root, version, gpus(directory.resolve("gpus"))))
                : Optional.empty();
    }

    Path root() {
        return root;
    }

    DottedVersion version() {
        return version;
    }

    List<Gpu> gpus() {
        return gpus;
    }

    /** The brand of the GPUs, where the name of the first says it. */
    Optional<String> brand() {
        String model = gpus.isEmpty() ? "" : gpus.getFirst().model().toUpperCase(java.util.Locale.ROOT);
        return BRANDS.entrySet().stream()
                .filter(entry -> model.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static List<Gpu> gpus(Path directory) {
        List<String> buses = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            entries.forEach(entry -> buses.add(entry.getFileName().toString()));
        } catch (IOException e) {
            return List.of();
        }
        buses.sort(null);
        List<Gpu> gpus = new ArrayList<>();
        for (String bus : buses) {
            String text = read(directory.resolve(bus).resolve("information"));
            int index = gpus.size();
            gpus.add(new Gpu(
                    index,
                    minor(field(text, "Device Minor"), index),
                    field(text, "GPU UUID"),
                    field(text, "Model"),
                    bus));
        }
        return gpus;
    }

    private static String field(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    private static int minor(String text, int otherwise) {
        return DottedVersion.parse(text).map(number -> number.part(0)).orElse(otherwise);
    }

    private static String read(Path file) {
        try (Stream<String> lines = Files.lines(file, java.nio.charset.StandardCharsets.ISO_8859_1)) {
            return String.join("\n", lines.limit(100).toList());
        } catch (IOException e) {
            return "";
        }
    }
}
