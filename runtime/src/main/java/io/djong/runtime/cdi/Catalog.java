package io.djong.runtime.cdi;

import io.djong.model.error.InvalidArgument;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The devices that the specifications in some directories describe, as they are when it is read. Of two specifications
 * of one device that in the later directory wins; two in one directory are a conflict, and the device is not there.
 */
public final class Catalog {
    private final List<Path> directories;
    private final Map<String, Described> devices = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();

    /** A device and the specification that describes it. */
    private record Described(Specification specification, ContainerEdits edits) {}

    private Catalog(List<Path> directories) {
        this.directories = directories;
    }

    /** Reads the directories, of which any may be missing, in the order of rising precedence. */
    public static Catalog read(List<Path> directories) {
        Catalog catalog = new Catalog(List.copyOf(directories));
        directories.forEach(catalog::add);
        return catalog;
    }

    private void add(Path directory) {
        Map<String, Described> here = new TreeMap<>();
        Set<String> conflicts = new HashSet<>();
        for (Path file : files(directory)) {
            try {
                Specification specification = Specification.read(file);
                specification.devices().forEach((name, edits) -> {
                    String device = new DeviceName(specification.kind(), name).toString();
                    Described former = here.put(device, new Described(specification, edits));
                    if (former != null) {
                        conflicts.add(device);
                        faults.add("conflicting device \"" + device + "\" (specs \""
                                + former.specification().file() + "\", \"" + file + "\")");
                    }
                });
            } catch (InvalidArgument e) {
                faults.add(file + ": " + e.message());
            }
        }
        devices.putAll(here);
        devices.keySet().removeAll(conflicts);
    }

    private List<Path> files(Path directory) {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                if (Specification.isOne(entry) && Files.isRegularFile(entry)) {
                    files.add(entry);
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            faults.add(directory + ": " + e.getMessage());
        }
        files.sort(null);
        return files;
    }

    /** The names of all devices, in order. */
    public List<String> devices() {
        return List.copyOf(devices.keySet());
    }

    /** Whether there is a device of the name. */
    public boolean has(String name) {
        return devices.containsKey(name);
    }

    /** Whether there is any device of the kind, as {@code nvidia.com/gpu}. */
    public boolean hasKind(String kind) {
        return devices.keySet().stream().anyMatch(name -> name.startsWith(kind + "="));
    }

    /**
     * What a container gets for devices: for each what its specification has for all, once, then its own.
     *
     * @throws InvalidArgument that names those that there are not, and says why
     */
    public ContainerEdits edits(List<String> names) {
        String missing = names.stream().filter(name -> !has(name)).collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            throw new InvalidArgument(
                    "CDI device injection failed: unresolvable CDI devices " + missing + " (" + whereAndWhy() + ")");
        }
        ContainerEdits edits = ContainerEdits.NONE;
        Set<Path> seen = new HashSet<>();
        for (String name : names) {
            Optional<Described> device = Optional.ofNullable(devices.get(name));
            if (device.isPresent()) {
                Specification specification = device.get().specification();
                if (seen.add(specification.file())) {
                    edits = edits.and(specification.edits());
                }
                edits = edits.and(device.get().edits());
            }
        }
        return edits;
    }

    private String whereAndWhy() {
        String where = "looked in " + directories.stream().map(Path::toString).collect(Collectors.joining(", "));
        return faults.isEmpty() ? where : where + "; " + String.join("; ", faults);
    }
}
