package io.djong.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeProgramTest {
    @TempDir
    private Path directory;

    private RuntimePaths paths(Path installed) {
        return new RuntimePaths(directory, Path.of("/usr/bin/conmon"), Runtimes.only(installed));
    }

    @Test
    void aCopyIsRunByALink() throws IOException {
        Path installed = Files.writeString(directory.resolve("runc"), "one");
        try (RuntimeProgram program = new RuntimeProgram(paths(installed))) {
            assertEquals(installed, program.path());
            program.start();
            assertEquals(directory.resolve("oci-runtime"), program.path());
            assertArrayEquals(Files.readAllBytes(installed), Files.readAllBytes(program.path()));
        }
        assertFalse(Files.exists(directory.resolve("oci-runtime"), LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void anotherVersionIsRunFromWhereItIsInstalled() throws IOException {
        Path installed = Files.writeString(directory.resolve("runc"), "one");
        try (RuntimeProgram program = new RuntimeProgram(paths(installed))) {
            program.start();
            Files.writeString(installed, "another");
            assertEquals(installed, program.path());
        }
    }

    @Test
    void aLinkOfADeadDaemonIsReplaced() throws IOException {
        Files.createSymbolicLink(directory.resolve("oci-runtime"), Path.of("/proc/1/fd/999"));
        Path installed = Files.writeString(directory.resolve("runc"), "one");
        try (RuntimeProgram program = new RuntimeProgram(paths(installed))) {
            program.start();
            assertEquals("one", Files.readString(program.path()));
        }
    }

    @Test
    void withoutTheProgramThereIsNoCopy() {
        Path missing = directory.resolve("runc");
        try (RuntimeProgram program = new RuntimeProgram(paths(missing))) {
            program.start();
            assertEquals(missing, program.path());
        }
    }
}
