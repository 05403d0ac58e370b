package io.djong.engine.image;

import io.djong.model.error.InvalidArgument;
import io.djong.model.json.Json;
import io.djong.model.text.GoDuration;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The instruction HEALTHCHECK: {@code NONE}, or options and a {@code CMD} in exec form or shell form. */
final class HealthChange {
    private HealthChange() {}

    /** What follows the instruction's name as a config's health check. @throws InvalidArgument in Docker's words */
    static ObjectNode parse(String text) {
        ObjectNode health = Json.object();
        String at = text;
        while (at.startsWith("--")) {
            String[] parts = at.split("\\s+", 2);
            option(health, parts[0]);
            at = parts.length > 1 ? parts[1].strip() : "";
        }
        String[] parts = at.split("\\s+", 2);
        String command = parts.length > 1 ? parts[1].strip() : "";
        switch (parts[0].toUpperCase(Locale.ROOT)) {
            case "NONE" -> {
                if (!command.isEmpty()) {
                    throw new InvalidArgument("HEALTHCHECK NONE takes no arguments");
                }
                health.putArray("Test").add("NONE");
            }
            case "CMD" -> test(health.putArray("Test"), command);
            default -> throw new InvalidArgument("Unknown type \"" + parts[0] + "\" in HEALTHCHECK (try CMD)");
        }
        return health;
    }

    private static void test(ArrayNode test, String command) {
        JsonNode exec = ImageChanges.execForm(command);
        if (exec.isArray() && !exec.isEmpty()) {
            test.add("CMD");
            exec.forEach(test::add);
        } else if (!exec.isArray() && !command.isEmpty()) {
            test.add("CMD-SHELL").add(command);
        } else {
            throw new InvalidArgument("Missing command after HEALTHCHECK CMD");
        }
    }

    private static void option(ObjectNode health, String option) {
        int equals = option.indexOf('=');
        String value = equals < 0 ? "" : option.substring(equals + 1);
        String name = option.substring(2, equals < 0 ? option.length() : equals);
        switch (name) {
            case "interval" -> health.put("Interval", nanos(value));
            case "timeout" -> health.put("Timeout", nanos(value));
            case "start-period" -> health.put("StartPeriod", nanos(value));
            case "start-interval" -> health.put("StartInterval", nanos(value));
            case "retries" -> health.put("Retries", retries(value));
            default -> throw new InvalidArgument("Unknown flag: " + name);
        }
    }

    private static long nanos(String text) {
        return GoDuration.parse(text)
                .orElseThrow(() -> new InvalidArgument("time: invalid duration \"" + text + "\""))
                .toNanos();
    }

    private static int retries(String text) {
        try {
            int retries = Integer.parseInt(text);
            if (retries < 1) {
                throw new InvalidArgument("--retries must be at least 1 (not " + retries + ")");
            }
            return retries;
        } catch (NumberFormatException e) {
            throw new InvalidArgument("invalid number: " + text, e);
        }
    }
}
