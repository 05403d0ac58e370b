package io.djong.runtime.cdi;

import io.djong.model.error.InvalidArgument;
import io.djong.model.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * One file of specifications.
 *
 * @param edits what a container gets for any device of it
 * @param devices what it gets for each, by name
 */
record Specification(Path file, String kind, ContainerEdits edits, Map<String, ContainerEdits> devices) {
    private static final long MAX_BYTES = 8 << 20;
    private static final Pattern VERSION = Pattern.compile("v?(0\\.[1-8]\\.\\d+|1\\.[01]\\.\\d+)");

    /** Whether a file is one, by its name. */
    static boolean isOne(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".json") || name.endsWith(".yaml");
    }

    /** Reads one. @throws InvalidArgument that says what is wrong with it, without its name */
    static Specification read(Path file) {
        JsonNode json = tree(file);
        String version = EditsReader.text(json, "cdiVersion");
        EditsReader.require(VERSION.matcher(version).matches(), "unknown CDI version \"" + version + "\"");
        String kind = EditsReader.text(json, "kind");
        EditsReader.require(DeviceName.isKind(kind), "invalid kind \"" + kind + "\"");
        Map<String, ContainerEdits> devices = new LinkedHashMap<>();
        for (JsonNode device : EditsReader.list(json.path("devices"), d -> d)) {
            String name = EditsReader.text(device, "name");
            EditsReader.require(DeviceName.isDevice(name), "invalid device name \"" + name + "\"");
            ContainerEdits edits = EditsReader.read(device.path("containerEdits"));
            EditsReader.require(devices.put(name, edits) == null, "multiple devices with the name \"" + name + "\"");
        }
        EditsReader.require(!devices.isEmpty(), "no devices");
        return new Specification(file, kind, EditsReader.read(json.path("containerEdits")), devices);
    }

    private static JsonNode tree(Path file) {
        try {
            EditsReader.require(Files.size(file) <= MAX_BYTES, "larger than 8 MiB");
            byte[] bytes = Files.readAllBytes(file);
            return file.toString().endsWith(".yaml") ? Yaml.tree(bytes) : Json.tree(bytes);
        } catch (IOException e) {
            throw new InvalidArgument("cannot be read: " + e.getMessage(), e);
        }
    }
}
