package io.djong.it.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.it.Host;
import io.djong.testkit.process.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code --mount type=image}. */
final class ImageMountIT {
    @RegisterExtension
    static final Host HOST = Host.with();

    private static final String MOUNT = "type=image,source=tools,target=/x";

    @BeforeEach
    void makeImage() {
        HOST.docker()
                .ok(
                        "run",
                        "--name",
                        "base",
                        "--network",
                        "none",
                        "busybox",
                        "sh",
                        "-c",
                        "mkdir /d; echo two >/d/f; ln -s /etc /d/out; rm /bin/wget");
        HOST.docker().ok("commit", "base", "tools");
        HOST.docker().ok("rm", "base");
    }

    private static Result run(String mount, String... command) {
        List<String> arguments =
                new ArrayList<>(List.of("run", "--rm", "--network", "none", "--mount", mount, "busybox"));
        arguments.addAll(List.of(command));
        return HOST.docker().run(arguments.toArray(String[]::new));
    }

    @Test
    void itsFilesAreThereToBeRead() {
        assertEquals("two", run(MOUNT, "cat", "/x/d/f").ok().line());
        assertTrue(run(MOUNT, "ls", "/x").ok().lines().containsAll(List.of("bin", "d")));
        String single = "type=image,source=busybox,target=/x";
        assertTrue(run(single, "ls", "/x").ok().lines().contains("bin"), "an image of one layer");
        assertEquals("two", run(MOUNT + ",image-subpath=d", "cat", "/x/f").ok().line());
        assertEquals("two", run(MOUNT + ",image-subpath=d/f", "cat", "/x").ok().line());
        Result noWhiteout = run(MOUNT, "ls", "/x/bin/wget").exits(1);
        assertTrue(noWhiteout.err().contains("No such file"), noWhiteout::err);
        Result written = run(MOUNT, "touch", "/x/d/f").exits(1);
        assertTrue(written.err().contains("Read-only file system"), written::err);
        String linked = run(MOUNT + ",image-subpath=d/out", "ls", "/x").ok().out();
        assertEquals(run(MOUNT, "ls", "/x/etc").ok().out(), linked, "a link leads nowhere out of the image");
        Result refused = run(MOUNT + ",image-subpath=nope", "true").exits(127);
        assertTrue(refused.err().contains("cannot access path \""), refused::err);
        HOST.docker().ok("rmi", "tools");
    }

    @Test
    void anUnknownImageIsRefused() {
        Result refused = run("type=image,source=nope,target=/x", "true").exits(125);
        assertTrue(refused.err().contains("No such image: nope:latest"), refused::err);
        assertEquals("", HOST.docker().ok("ps", "-aq").out());
        HOST.docker().ok("rmi", "tools");
    }

    @Test
    void whoHasItMountedHoldsIt(@TempDir Path here) throws IOException {
        HOST.docker().ok("create", "--name", "user", "--mount", MOUNT, "busybox", "cat", "/x/d/f");
        assertEquals(
                "image tools /x false",
                HOST.docker()
                        .inspect(
                                "user", "{{with index .Mounts 0}}{{.Type}} {{.Name}} {{.Destination}} {{.RW}}{{end}}"));
        HOST.docker().ok("cp", "user:/x/d/f", here.resolve("f").toString());
        assertEquals("two\n", Files.readString(here.resolve("f")));
        Result readOnly = HOST.docker()
                .run("cp", here.resolve("f").toString(), "user:/x/g")
                .exits(1);
        assertTrue(readOnly.err().contains("marked read-only"), readOnly::err);
        Result held = HOST.docker().run("rmi", "tools").exits(1);
        assertTrue(
                held.err()
                        .contains("conflict: unable to remove repository reference \"tools\" (must force) - container"),
                held::err);
        HOST.docker().ok("rmi", "-f", "tools");
        assertEquals("two", HOST.docker().ok("start", "-a", "user").line(), "its layers are there still");
        HOST.docker().ok("rm", "user");
        HOST.docker().ok("image", "prune", "-f"); // now its layers go too
    }
}
