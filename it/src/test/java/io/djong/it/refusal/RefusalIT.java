package io.djong.it.refusal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.it.Host;
import io.djong.testkit.Privilege;
import io.djong.testkit.daemon.DaemonUnderTest;
import io.djong.testkit.daemon.EngineKind;
import io.djong.testkit.process.Command;
import io.djong.testkit.process.Result;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

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
            boolean named =
                    words.contains("another djongd is using " + daemon.root().data())
                            || words.contains("pid file found");
            assertTrue(named, second::toString);
            daemon.docker().ok("version");
        }
    }

    @Test
    void aSecondDaemonOnTheSameExecRootIsRefusedAndSparesTheFirstOnesContainers() {
        Assumptions.assumeTrue(EngineKind.chosen() == EngineKind.DJONGD, "dockerd leaves that to its containerd");
        try (DaemonUnderTest first = DaemonUnderTest.fresh(EngineKind.chosen()).start()) {
            Host.importBusybox(first);
            String id = first.docker()
                    .ok("run", "-d", "--network", "none", "busybox", "sleep", "1000")
                    .line();
            String exec = first.root().exec().toString();
            try (DaemonUnderTest second = DaemonUnderTest.fresh(EngineKind.chosen(), "--exec-root", exec)) {
                Result refused = second.startRefused().exits(1);
                String expected = "another djongd is using " + exec + ": --exec-root must name another directory";
                assertTrue((refused.out() + refused.err()).contains(expected), refused::toString);
            }
            assertEquals("running", first.docker().inspect(id, "{{.State.Status}}"));
        }
    }

    @Test
    void withoutRuncAStartNamesThePackage() {
        withoutProgram("runc");
    }

    @Test
    void withoutConmonAStartNamesThePackage() {
        withoutProgram("conmon");
    }

    /** A machine that lacks one program: the daemon serves, a start says which package to install, and then goes. */
    private static void withoutProgram(String missing) {
        Assumptions.assumeTrue(EngineKind.chosen() == EngineKind.DJONGD, "only djongd names the package");
        String program = Privilege.program(missing).toString();
        String words = missing + " was not found: install the package " + missing;
        try (DaemonUnderTest daemon = DaemonUnderTest.fresh(EngineKind.chosen())) {
            Command.of("mount", "--bind", "/dev/null", program).run().ok(); // in the tests' own mount namespace
            try {
                daemon.start();
                Host.importBusybox(daemon);
                Result run = daemon.docker().run("run", "--rm", "busybox", "true");
                assertEquals(125, run.exit());
                assertTrue(run.err().contains(words), run::toString);
                assertTrue(daemon.log().contains(words), daemon::log);
                assertEquals(
                        "Engine",
                        daemon.docker()
                                .ok("version", "--format", "{{range .Server.Components}}{{.Name}}{{end}}")
                                .line());
            } finally {
                Command.of("umount", program).run().ok();
            }
            daemon.docker().ok("run", "--rm", "busybox", "true");
        }
    }
}
