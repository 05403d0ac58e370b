package io.djong.it.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.it.Host;
import io.djong.testkit.process.Command;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code docker export}. */
final class ExportIT {
    @RegisterExtension
    static final Host HOST = Host.with();

    @TempDir
    Path directory;

    private static final String LOOK =
            "stat -c '%n %a %u:%g %h %Y %F' /x/file /x/hard /x/sticky /x/fifo; stat -c %t:%T /x/disk; readlink /x/link";

    @Test
    void anExportIsTheFileSystemAgain() {
        HOST.docker()
                .ok(
                        "run",
                        "-d",
                        "--name",
                        "source",
                        "-v",
                        "/data",
                        "busybox",
                        "sh",
                        "-c",
                        "mkdir -p /x/sticky; chmod 1777 /x/sticky; echo hi > /x/file; chmod 6751 /x/file; chown 3:4 /x/file;"
                                + " chmod 6751 /x/file; touch -d @1000000000 /x/file; ln /x/file /x/hard; mkfifo /x/fifo;"
                                + " mknod /x/disk b 8 1; ln -s file /x/link; touch -d @1000000000 /x/sticky /x/fifo;"
                                + " echo v > /data/v; rm /bin/yes; sleep 60");
        HOST.docker().ok("exec", "source", "sh", "-c", "while [ -e /bin/yes ]; do :; done");
        String before = HOST.docker().ok("exec", "source", "sh", "-c", LOOK).out();
        Path running = directory.resolve("running.tar");
        HOST.docker().ok("export", "-o", running.toString(), "source");
        List<String> names =
                Command.of("tar", "tf", running.toString()).run().ok().lines();
        assertTrue(
                names.contains("x/file") && names.contains("data/") && names.contains(".dockerenv"), names::toString);
        assertFalse(names.contains("data/v"), "volumes are not in it");
        assertFalse(names.contains("./"), "nor is the root itself");
        HOST.docker().ok("kill", "source");
        Path stopped = directory.resolve("stopped.tar");
        HOST.docker().ok("export", "-o", stopped.toString(), "source");
        Command.of("cmp", running.toString(), stopped.toString()).run().ok();
        HOST.docker().ok("import", stopped.toString(), "again");
        assertEquals(
                before,
                HOST.docker().ok("run", "--rm", "again", "sh", "-c", LOOK).out());
        HOST.docker().ok("rm", "-fv", "source");
        HOST.docker().ok("rmi", "again");
    }

    @Test
    void whatIsNotThereIsNamed() {
        assertTrue(HOST.docker()
                .run("export", "-o", directory.resolve("t").toString(), "none")
                .exits(1)
                .err()
                .contains("No such container: none"));
    }
}
