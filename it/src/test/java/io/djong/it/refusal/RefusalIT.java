package io.djong.it.refusal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.it.Host;
import io.djong.testkit.daemon.DaemonUnderTest;
import io.djong.testkit.daemon.EngineKind;
import io.djong.testkit.process.Command;
import io.djong.testkit.process.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RefusalIT {
    @BeforeAll
    static void root() {
        Host.requirePrivileges();
    }

    @Test
    void anUnknownFlagIsNamed() {
        try (DaemonUnderTest daemon = DaemonUnderTest.fresh(EngineKind.chosen(), "--no-such-flag")) {
            Result result = daemon.startRefused().exits(125);
            assertTrue((result.out() + result.err()).contains("unknown flag: --no-such-flag"), result::toString);
        }
    }

    @Test
    void anUnknownKeyOfTheConfigurationIsNamed() {
        try (DaemonUnderTest daemon = DaemonUnderTest.fresh(EngineKind.chosen()).configure("{\"no-such-key\": 1}")) {
            Result result = daemon.startRefused().exits(1);
            assertTrue(
                    (result.out() + result.err())
                            .contains("the following directives don't match any configuration option: no-such-key"),
                    result::toString);
        }
    }

    @Test
    void aConfigurationThatIsNoJsonIsRefused() {
        try (DaemonUnderTest daemon = DaemonUnderTest.fresh(EngineKind.chosen()).configure("{\"labels\": [")) {
            Result result = daemon.startRefused().exits(1);
            assertTrue(
                    (result.out() + result.err())
                            .contains(daemon.root().config().toString()),
                    result::toString);
        }
    }

    @Test
    void aProtectionThatIsNotThereIsRefusedRatherThanLeftOut() {
        Assumptions.assumeTrue(EngineKind.chosen() == EngineKind.DJONGD, "dockerd has it");
        try (DaemonUnderTest daemon = DaemonUnderTest.fresh(EngineKind.chosen(), "--tlsverify")) {
            Result result = daemon.startRefused().exits(1);
            assertTrue(
                    result.err().contains("--tlsverify is not supported yet: refusing to serve without it"),
                    result::toString);
        }
    }

    @Test
    void aSecondDaemonOnTheSameRootIsRefused() {
        try (DaemonUnderTest daemon = DaemonUnderTest.fresh(EngineKind.chosen()).start()) {
            Result second = daemon.startRefused().exits(1);
            String words = second.out() + second.err();
            boolean named = words.contains("another djongd is using the data root") || words.contains("pid file found");
            assertTrue(named, second::toString);
            daemon.docker().ok("version");
        }
    }

    @Test
    void withoutRuncTheErrorNamesThePackage(@TempDir Path directory) throws IOException {
        withoutProgram(directory, "runc");
    }

    @Test
    void withoutConmonTheErrorNamesThePackage(@TempDir Path directory) throws IOException {
        withoutProgram(directory, "conmon");
    }

    /** A machine that lacks one program: the daemon does not start, and says which package to install. */
    private static void withoutProgram(Path directory, String missing) throws IOException {
        Assumptions.assumeTrue(EngineKind.chosen() == EngineKind.DJONGD, "only djongd names the package");
        for (String program : List.of("runc", "conmon", "sh", "dirname", "readlink", "uname")) {
            if (!program.equals(missing)) {
                Path real = Path.of(Command.of("sh", "-c", "command -v " + program)
                        .run()
                        .ok()
                        .line());
                Files.createSymbolicLink(directory.resolve(program), real);
            }
        }
        Map<String, String> path = Map.of("PATH", directory.toString());
        try (DaemonUnderTest daemon = DaemonUnderTest.fresh(EngineKind.chosen(), path)) {
            Result result = daemon.startRefused().exits(1);
            assertTrue((result.out() + result.err()).contains("install the package " + missing), result::toString);
        }
    }
}
