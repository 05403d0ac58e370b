package io.djong.kernel.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SealedProgramTest {
    private static final Path PROGRAM = Path.of("/bin/echo");

    @Test
    void theCopyRuns() throws Exception {
        try (SealedProgram copy = SealedProgram.copyOf(PROGRAM)) {
            Process process = new ProcessBuilder(List.of(copy.path().toString(), "hello")).start();
            assertEquals("hello\n", new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            assertTrue(process.waitFor(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void nobodyCanChangeIt() throws IOException {
        try (SealedProgram copy = SealedProgram.copyOf(PROGRAM)) {
            assertThrows(
                    IOException.class,
                    () -> FileChannel.open(copy.path(), StandardOpenOption.WRITE)
                            .truncate(0));
            assertArrayEquals(Files.readAllBytes(PROGRAM), Files.readAllBytes(copy.path()));
        }
    }

    @Test
    void aProgramThatIsNotThereIsAnError() {
        assertThrows(IOException.class, () -> SealedProgram.copyOf(Path.of("/nowhere/program")));
    }
}
