package io.djong.it.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.djong.it.Host;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The fields of inspect and their types, as clients of version 1.41 know them: those that dockerd 20.10 answers with. */
final class InspectIT {
    private static final Pattern FIELD = Pattern.compile("( +)\"([^\"]+)\": (.).*");
    private static final Map<Character, String> TYPES =
            Map.of('{', "object", '[', "array", '"', "string", 't', "boolean", 'f', "boolean", 'n', "null");
    private static final int INDENT = 4;

    @RegisterExtension
    static final Host HOST = Host.with();

    /** A line for each field: its path, and its type. */
    private static String fields(List<String> json) {
        List<String> path = new ArrayList<>();
        TreeSet<String> fields = new TreeSet<>();
        for (String line : json) {
            Matcher matcher = FIELD.matcher(line);
            if (matcher.matches()) {
                int depth = matcher.group(1).length() / INDENT;
                while (path.size() < depth) {
                    path.add("");
                }
                path.subList(depth - 1, path.size()).clear();
                path.add(matcher.group(2));
                String type = TYPES.getOrDefault(matcher.group(3).charAt(0), "number");
                fields.add(path.stream().filter(name -> !name.isEmpty()).collect(Collectors.joining(".")) + " " + type);
            }
        }
        return fields.stream().collect(Collectors.joining("\n", "", "\n"));
    }

    @Test
    void theFieldsOfAContainerAreThoseOfDocker() throws IOException {
        HOST.docker()
                .ok("run", "-d", "--name", "box", "--network", "none", "-v", "/tmp:/x:ro", "busybox", "sleep", "1000");
        List<String> json = HOST.docker()
                .command("inspect", "box")
                .withVariable("DOCKER_API_VERSION", "1.41")
                .run()
                .ok()
                .lines();
        try (InputStream expected = Objects.requireNonNull(InspectIT.class.getResourceAsStream("inspect-1.41.txt"))) {
            assertEquals(new String(expected.readAllBytes(), StandardCharsets.UTF_8), fields(json));
        }
    }
}
