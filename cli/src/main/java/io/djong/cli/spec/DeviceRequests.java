package io.djong.cli.spec;

import io.djong.cli.option.Arguments;
import io.djong.cli.option.WholeNumber;
import io.djong.client.json.JsonArray;
import io.djong.client.json.JsonObject;
import io.djong.client.json.JsonValue;
import io.djong.model.error.InvalidArgument;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Devices that the engine has to find: CDI's, by names as {@code vendor.com/class=name} in {@code --device}, and GPUs by
 * {@code --gpus}.
 */
final class DeviceRequests {
    private static final Pattern CDI_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]*/[A-Za-z][A-Za-z0-9_.-]*=[^/]+");

    private DeviceRequests() {}

    /** Whether the value of {@code --device} is a name of CDI's, rather than a path. */
    static boolean isCdi(String device) {
        return CDI_NAME.matcher(device).matches();
    }

    /** All that is asked for. */
    static List<JsonValue> of(Arguments arguments) {
        List<JsonValue> requests = new ArrayList<>();
        arguments.list("gpus").forEach(text -> requests.add(gpus(text)));
        List<String> names =
                arguments.list("device").stream().filter(DeviceRequests::isCdi).toList();
        if (!names.isEmpty()) {
            requests.add(JsonObject.builder()
                    .put("Driver", "cdi")
                    .put("DeviceIDs", names)
                    .build());
        }
        return requests;
    }

    /** GPUs: {@code all}, a number, or {@code "device=0,1",capabilities=utility}; fields with commas are quoted. */
    private static JsonObject gpus(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : fields(text)) {
            int equals = field.indexOf('=');
            String key = equals < 0 ? "count" : field.substring(0, equals);
            if (fields.put(key, field.substring(equals + 1)) != null) {
                throw new InvalidArgument("gpu request key '" + key + "' can be specified only once");
            }
        }
        Set<String> unknown = new HashSet<>(fields.keySet());
        unknown.removeAll(List.of("count", "device", "driver", "capabilities", "options"));
        if (!unknown.isEmpty()) {
            throw new InvalidArgument("unexpected key '" + unknown.iterator().next() + "' in '" + text + "'");
        }
        JsonObject.Builder request = JsonObject.builder();
        if (fields.containsKey("driver")) {
            request.put("Driver", fields.getOrDefault("driver", ""));
        }
        String device = fields.getOrDefault("device", "");
        if (fields.containsKey("count") || device.isEmpty()) {
            request.put("Count", count(fields.getOrDefault("count", "1")));
        }
        if (!device.isEmpty()) {
            request.put("DeviceIDs", List.of(device.split(",", -1)));
        }
        List<String> capabilities = new ArrayList<>(List.of("gpu"));
        if (fields.containsKey("capabilities")) {
            capabilities.addAll(
                    0, List.of(fields.getOrDefault("capabilities", "").split(",", -1)));
        }
        request.put("Capabilities", new JsonArray(List.of(JsonArray.ofStrings(capabilities))));
        if (fields.containsKey("options")) {
            request.put(
                    "Options",
                    KeyValues.map(List.of(fields.getOrDefault("options", "").split(",", -1))));
        }
        return request.build();
    }

    private static long count(String text) {
        return text.equals("all")
                ? -1
                : WholeNumber.parse(text)
                        .orElseThrow(() -> new InvalidArgument(
                                "invalid count (" + text + "): value must be either \"all\" or an integer"));
    }

    /** Fields between commas; one in quotes may have commas within. */
    private static List<String> fields(String text) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return fields;
    }
}
