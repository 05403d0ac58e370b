package io.djong.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.djong.testkit.Privilege;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    @TempDir
    Path directory;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... arguments) {
        PrintStream out = new PrintStream(err, true, StandardCharsets.UTF_8);
        return Main.run(List.of(arguments), out, out);
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aCommandLineThatIsRefusedExitsAsDockersDoes() {
        assertEquals(125, run("--nonsense"));
        assertEquals("unknown flag: --nonsense\nSee 'djongd --help'.\n", said());
    }

    @Test
    void aConfigurationIsCheckedWithoutAStart() throws IOException {
        Path file = Files.writeString(directory.resolve("daemon.json"), "{\"registry-mirrors\": [\"nowhere\"]}");
        assertEquals(1, run("--validate", "--config-file=" + file));
        assertEquals(
                "invalid argument \"nowhere\" for registry-mirrors in " + file
                        + ": invalid mirror: it must begin with http:// or https://\n",
                said());
    }

    @Test
    void aStartThatFailsIsToldInOneLine() throws IOException {
        Privilege.root();
        Path config = Files.writeString(directory.resolve("daemon.json"), "{}");
        Path inTheWay = Files.writeString(directory.resolve("file"), "");
        String execRoot = "--exec-root=" + directory.resolve("x");
        assertEquals(1, run("--config-file=" + config, "--data-root=" + inTheWay, execRoot));
        assertEquals("failed to start daemon: " + inTheWay + ": file exists\n", said());
    }

    @Test
    void withoutRootTheDaemonSaysSo() {
        assertEquals(Optional.of("djongd needs to be started with root privileges"), Main.unfit(Set.of("CAP_CHOWN")));
        assertEquals(Optional.empty(), Main.unfit(Set.of("CAP_CHOWN", "CAP_SYS_ADMIN")));
    }
}
