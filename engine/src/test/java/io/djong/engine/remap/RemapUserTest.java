package io.djong.engine.remap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.djong.kernel.namespace.IdMapping;
import io.djong.kernel.namespace.IdMapping.Range;
import io.djong.model.error.EngineException;
import io.djong.model.error.InvalidArgument;
import io.djong.model.error.Unavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemapUserTest {
    private static final IdMapping MINE =
            new IdMapping(List.of(new Range(0, 200_000, 1000)), List.of(new Range(0, 300_000, 1000)));

    @TempDir
    Path etc;

    private final Host host = new Host();

    @BeforeEach
    void write() throws IOException {
        Files.writeString(etc.resolve("subuid"), "me:200000:1000\nothers:100000:65536\n");
        Files.writeString(etc.resolve("subgid"), "1000:300000:1000\n");
        host.add("passwd", "root", "0");
        host.add("passwd", "me", "1000");
        host.add("passwd", "poor", "1001");
        host.add("group", "root", "0");
        host.add("group", "me", "1000");
        host.add("group", "poor", "1001");
        host.add("group", "us", "5");
    }

    private Optional<IdMapping> mapping(String setting) {
        return new RemapUser(host, etc).mapping(setting);
    }

    @ParameterizedTest
    @ValueSource(strings = {"me", "1000", "me:us", "1000:5", "me:5"})
    void usersAndGroupsAreKnownByNameAndNumber(String setting) {
        assertEquals(Optional.of(MINE), mapping(setting));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "root", "0", "root:us"})
    void nothingAndRootAreNotRemapped(String setting) {
        assertEquals(Optional.empty(), mapping(setting));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a:b:c | Invalid user/group specification in --userns-remap: "a:b:c"
            who   | Error during uid lookup for "who": getent unable to find entry "who" in passwd database
            77    | Uid 77 has no entry in /etc/passwd: getent unable to find entry "77" in passwd database
            me:77 | Gid 77 has no entry in /etc/group: getent unable to find entry "77" in group database
            me:x  | Error during groupname lookup for "x": getent unable to find entry "x" in group database
            me:   | Error during groupname lookup for "": getent unable to find entry "" in group database
            poor  | Can't create ID mappings: no subuid ranges found for user "poor": /etc/subuid has to say poor:FIRST:COUNT
            """)
    void whoIsNotThereIsRefused(String setting, String words) {
        assertEquals(
                words,
                assertThrows(InvalidArgument.class, () -> mapping(setting)).message());
    }

    @Test
    void theDefaultUserIsMadeOnce() {
        Optional<IdMapping> made = mapping("default");
        assertEquals(201_000, made.orElseThrow().users().getFirst().outside());
        assertEquals(65_536, made.orElseThrow().users().getFirst().count());
        assertEquals(100_000, made.orElseThrow().groups().getFirst().outside());
        assertEquals(made, mapping("default"));
        assertEquals(
                List.of(
                        "useradd --system --user-group --shell /bin/false dockremap",
                        "usermod --add-subuids 201000-266535 dockremap",
                        "usermod --add-subgids 100000-165535 dockremap"),
                host.changes);
    }

    @Test
    void aDefaultUserThatCannotBeMadeIsRefused() {
        host.complaint = "useradd: cannot open /etc/passwd";
        EngineException refusal = assertThrows(Unavailable.class, () -> mapping("default"));
        assertEquals(
                "Error during \"dockremap\" user creation: useradd: useradd: cannot open /etc/passwd",
                refusal.message());
    }

    /** A host whose programs say and do what is needed here. */
    private final class Host implements HostProgram {
        private final Map<String, String> entries = new HashMap<>();
        private final List<String> changes = new ArrayList<>();
        private String complaint = "";

        void add(String database, String name, String id) {
            String entry = name + ":x:" + id + ":";
            entries.put(database + " " + name, entry);
            entries.put(database + " " + id, entry);
        }

        @Override
        public Answer run(String name, List<String> arguments) {
            if (name.equals("getent")) {
                String entry = entries.get(arguments.get(1) + " " + arguments.get(2));
                return entry == null ? new Answer(2, "") : new Answer(0, entry);
            }
            if (!complaint.isEmpty()) {
                return new Answer(1, complaint);
            }
            changes.add(name + " " + String.join(" ", arguments));
            if (name.equals("useradd")) {
                add("passwd", arguments.getLast(), "999");
                add("group", arguments.getLast(), "999");
            } else {
                String[] range = arguments.get(1).split("-", -1);
                long count = Long.parseLong(range[1]) - Long.parseLong(range[0]) + 1;
                append(
                        arguments.getFirst().equals("--add-subuids") ? "subuid" : "subgid",
                        arguments.getLast() + ":" + range[0] + ":" + count + "\n");
            }
            return new Answer(0, "");
        }

        private void append(String file, String line) {
            try {
                Files.writeString(etc.resolve(file), line, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
