package io.djong.daemon.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.model.error.InvalidArgument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReaderTest {
    @TempDir
    Path directory;

    private DaemonConfig read(String json, String... flags) throws IOException {
        Path file = Files.writeString(directory.resolve("daemon.json"), json);
        List<String> arguments = new java.util.ArrayList<>(List.of(flags));
        arguments.add("--config-file=" + file);
        return new ConfigReader(arguments).read();
    }

    @Test
    void flagsComeInEveryForm() throws IOException {
        DaemonConfig config = read(
                "{}", "-H", "unix:///a", "-Htcp://127.0.0.1:1", "--data-root", "/d", "-D", "--log-opt", "max-size=1m");
        assertEquals(List.of("unix:///a", "tcp://127.0.0.1:1"), config.hosts());
        assertEquals(Path.of("/d"), config.dataRoot());
        assertTrue(config.debug());
        assertEquals(Map.of("max-size", "1m"), config.logOptions());
    }

    @Test
    void unknownFlagsAreRefusedByName() {
        InvalidArgument e = assertThrows(InvalidArgument.class, () -> new ConfigReader(List.of("--nonsense")));
        assertEquals("unknown flag: --nonsense", e.message());
    }

    @Test
    void unknownKeysAreRefusedByName() {
        InvalidArgument e = assertThrows(InvalidArgument.class, () -> read("{\"foo\":1,\"debug\":true,\"bar\":{}}"));
        assertTrue(e.message().endsWith("don't match any configuration option: foo, bar"), e.message());
    }

    @Test
    void unknownNestedKeysPass() throws IOException {
        DaemonConfig config =
                read("{\"runtimes\":{\"nvidia\":{\"path\":\"/usr/bin/nv\",\"x\":1}},\"builder\":{\"y\":2}}");
        assertEquals(Map.of("nvidia", "/usr/bin/nv"), config.runtimes());
    }

    @Test
    void whatHasNoEffectIsSaid() throws IOException {
        assertEquals(
                List.of("--storage-driver is accepted and has no effect"),
                read("{\"storage-driver\":\"overlay2\"}").warnings());
    }

    @Test
    void aSettingInBothPlacesIsRefused() {
        InvalidArgument e = assertThrows(InvalidArgument.class, () -> read("{\"data-root\":\"/a\"}", "--data-root=/b"));
        assertTrue(e.message().contains("specified both as a flag and in the configuration file"), e.message());
        assertTrue(e.message().contains("data-root"), e.message());
    }

    @Test
    void brokenFilesAreNamed() {
        InvalidArgument e = assertThrows(InvalidArgument.class, () -> read("{nonsense"));
        assertTrue(e.message().contains("daemon.json"), e.message());
    }

    @Test
    void valuesOfTheWrongKindAreRefused() {
        assertThrows(InvalidArgument.class, () -> read("{\"mtu\":\"big\"}"));
        assertThrows(InvalidArgument.class, () -> read("{\"debug\":\"maybe\"}"));
        assertThrows(InvalidArgument.class, () -> new ConfigReader(List.of("--data-root")));
    }
}
