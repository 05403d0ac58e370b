package io.djong.cli.spec;

import io.djong.client.json.JsonNumber;
import io.djong.client.json.JsonObject;
import io.djong.model.error.InvalidArgument;
import io.djong.model.text.ByteSize;
import io.djong.model.text.GoBool;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A mount as {@code --mount} names it: {@code type=bind,source=/a,target=/b,readonly}. */
final class Mounts {
    private final JsonObject.Builder mount = JsonObject.builder();
    private final JsonObject.Builder bind = JsonObject.builder();
    private final JsonObject.Builder volume = JsonObject.builder();
    private final JsonObject.Builder tmpfs = JsonObject.builder();
    private final JsonObject.Builder image = JsonObject.builder();
    private final Map<String, String> driverOptions = new LinkedHashMap<>();
    private final Map<String, String> labels = new LinkedHashMap<>();
    private String driver = "";
    private String type = "volume";

    private Mounts() {}

    static JsonObject parse(String text) {
        Mounts mounts = new Mounts();
        for (String field : text.split(",", -1)) {
            mounts.field(text, field);
        }
        return mounts.build(text);
    }

    private void field(String text, String field) {
        int equals = field.indexOf('=');
        String key = (equals < 0 ? field : field.substring(0, equals)).toLowerCase(Locale.ROOT);
        String value = equals < 0 ? "true" : field.substring(equals + 1);
        boolean mayStandAlone = switch (key) {
            case "readonly", "ro", "volume-nocopy", "bind-nonrecursive", "bind-create-src" -> true;
            default -> false;
        };
        if (equals < 0 && !mayStandAlone) {
            throw invalid(text, "invalid field '" + field + "' must be a key=value pair");
        }
        switch (key) {
            case "type" -> type = value.toLowerCase(Locale.ROOT);
            case "source", "src" -> mount.put("Source", value.startsWith(".") ? Volumes.absolute(value) : value);
            case "target", "dst", "destination" -> mount.put("Target", value);
            case "readonly", "ro" -> mount.put("ReadOnly", truth(text, key, value));
            case "consistency" -> mount.put("Consistency", value.toLowerCase(Locale.ROOT));
            case "image-subpath" -> image.put("Subpath", value);
            default -> special(text, field, key, value);
        }
    }

    private void special(String text, String field, String key, String value) {
        switch (key) {
            case "bind-propagation" -> bind.put("Propagation", value.toLowerCase(Locale.ROOT));
            case "bind-nonrecursive" -> bind.put("NonRecursive", truth(text, key, value));
            case "bind-recursive" -> recursive(text, value);
            case "bind-create-src" -> bind.put("CreateMountpoint", truth(text, key, value));
            case "volume-nocopy" -> volume.put("NoCopy", truth(text, key, value));
            case "volume-subpath" -> volume.put("Subpath", value);
            case "volume-driver" -> driver = value;
            case "volume-label" -> KeyValues.put(labels, value);
            case "volume-opt" -> KeyValues.put(driverOptions, value);
            case "tmpfs-size" ->
                tmpfs.put(
                        "SizeBytes",
                        ByteSize.parseBinary(value)
                                .orElseThrow(() -> invalid(text, "invalid value for " + key + ": " + value)));
            case "tmpfs-mode" -> tmpfs.put("Mode", new JsonNumber(Integer.toString(mode(text, value))));
            default -> throw invalid(text, "unexpected key '" + key + "' in '" + field + "'");
        }
    }

    private void recursive(String text, String value) {
        switch (value) {
            case "enabled" -> bind.put("NonRecursive", false);
            case "disabled" -> bind.put("NonRecursive", true);
            case "writable" -> bind.put("ReadOnlyNonRecursive", true);
            case "readonly" -> bind.put("ReadOnlyForceRecursive", true);
            default -> throw invalid(text, "invalid value for bind-recursive: " + value);
        }
    }

    private JsonObject build(String text) {
        JsonObject common = mount.put("Type", type).build();
        if (common.string("Target").isEmpty()) {
            throw invalid(text, "target is required");
        }
        if (!labels.isEmpty()) {
            volume.put("Labels", labels);
        }
        if (!driver.isEmpty() || !driverOptions.isEmpty()) {
            volume.put(
                    "DriverConfig",
                    JsonObject.builder()
                            .put("Name", driver)
                            .put("Options", driverOptions)
                            .build());
        }
        special("bind", "BindOptions", bind, text);
        special("volume", "VolumeOptions", volume, text);
        special("tmpfs", "TmpfsOptions", tmpfs, text);
        special("image", "ImageOptions", image, text);
        return mount.build();
    }

    private void special(String owner, String name, JsonObject.Builder options, String text) {
        JsonObject built = options.build();
        if (built.members().isEmpty()) {
            return;
        }
        if (!owner.equals(type)) {
            throw invalid(text, "cannot mix '" + owner + "-*' options with mount type '" + type + "'");
        }
        mount.put(name, built);
    }

    private static boolean truth(String text, String key, String value) {
        return GoBool.parse(value).orElseThrow(() -> invalid(text, "invalid value for " + key + ": " + value));
    }

    private static int mode(String text, String value) {
        try {
            return Integer.parseInt(value, 8);
        } catch (NumberFormatException e) {
            throw invalid(text, "invalid value for tmpfs-mode: " + value);
        }
    }

    private static InvalidArgument invalid(String text, String why) {
        return new InvalidArgument("invalid argument \"" + text + "\" for \"--mount\" flag: " + why);
    }
}
