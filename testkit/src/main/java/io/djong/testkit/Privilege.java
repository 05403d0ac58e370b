package io.djong.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** What a test needs of the machine. Where that is missing the test is skipped with the reason; with CI=true it fails. */
public final class Privilege {
    /** Where programs of the administrator are, which not everybody's path names. */
    private static final String OF_THE_SYSTEM = "/usr/local/sbin:/usr/sbin:/sbin";

    private Privilege() {}

    /** The right to everything. */
    public static void root() {
        try {
            require(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "root");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot tell who this is", e);
        }
    }

    /** A program that is installed; gives where. */
    public static Path program(String name) {
        Optional<Path> found = Stream.of(System.getenv("PATH"), OF_THE_SYSTEM)
                .flatMap(path -> Stream.of(path.split(File.pathSeparator, -1)))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
        require(found.isPresent(), "the program " + name);
        return found.orElseThrow();
    }

    private static void require(boolean there, String what) {
        require(there, what, "true".equals(System.getenv("CI")));
    }

    static void require(boolean there, String what, boolean onCi) {
        if (there) {
            return;
        }
        if (onCi) {
            Assertions.fail("needs " + what);
        }
        Assumptions.abort("needs " + what);
    }
}
