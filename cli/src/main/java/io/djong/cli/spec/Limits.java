package io.djong.cli.spec;

import io.djong.cli.option.WholeNumber;
import io.djong.client.json.JsonObject;
import io.djong.model.error.InvalidArgument;
import io.djong.model.text.ByteSize;
import java.util.OptionalLong;

/** Limits and devices, each in the words of one option. */
final class Limits {
    private Limits() {}

    /** A limit of the process: {@code nofile=1024:2048}; one number is both. */
    static JsonObject ulimit(String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw new InvalidArgument("invalid ulimit argument: " + text);
        }
        String values = text.substring(equals + 1);
        int colon = values.indexOf(':');
        long soft = limit(text, colon < 0 ? values : values.substring(0, colon));
        long hard = colon < 0 ? soft : limit(text, values.substring(colon + 1));
        if (hard != -1 && (soft == -1 || soft > hard)) {
            throw new InvalidArgument(
                    "ulimit soft limit must be less than or equal to hard limit: " + soft + " > " + hard);
        }
        return JsonObject.builder()
                .put("Name", text.substring(0, equals))
                .put("Hard", hard)
                .put("Soft", soft)
                .build();
    }

    private static long limit(String text, String value) {
        return WholeNumber.parse(value).orElseThrow(() -> new InvalidArgument("invalid ulimit argument: " + text));
    }

    /** A device of the host: {@code /dev/sda:/dev/xvda:rwm}. */
    static JsonObject device(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length > 3 || parts[0].isEmpty()) {
            throw new InvalidArgument("invalid device specification: " + text);
        }
        boolean permitsSecond = parts.length == 2 && isPermissions(parts[1]);
        String inside = parts.length > 1 && !permitsSecond ? parts[1] : parts[0];
        String permissions = parts.length == 3 ? parts[2] : permitsSecond ? parts[1] : "rwm";
        if (!isPermissions(permissions)) {
            throw new InvalidArgument("invalid device specification: " + text);
        }
        return JsonObject.builder()
                .put("PathOnHost", parts[0])
                .put("PathInContainer", inside)
                .put("CgroupPermissions", permissions)
                .build();
    }

    private static boolean isPermissions(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> "rwm".indexOf(c) >= 0);
    }

    static JsonObject weight(String text) {
        return perDevice(text, "Weight", WholeNumber.parse(value(text)));
    }

    static JsonObject bytesPerSecond(String text) {
        return perDevice(text, "Rate", ByteSize.parseBinary(value(text)));
    }

    static JsonObject operationsPerSecond(String text) {
        return perDevice(text, "Rate", WholeNumber.parse(value(text)));
    }

    private static String value(String text) {
        return text.substring(text.indexOf(':') + 1);
    }

    private static JsonObject perDevice(String text, String member, OptionalLong value) {
        if (!text.startsWith("/dev/") || text.indexOf(':') < 0 || value.isEmpty()) {
            throw new InvalidArgument("bad format for device limit: " + text);
        }
        return JsonObject.builder()
                .put("Path", text.substring(0, text.indexOf(':')))
                .put(member, value.getAsLong())
                .build();
    }
}
