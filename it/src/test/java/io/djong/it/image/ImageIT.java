package io.djong.it.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.it.Host;
import io.djong.testkit.process.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class ImageIT {
    @RegisterExtension
    static final Host HOST = Host.with();

    @AfterEach
    void removeOtherImages() {
        Host.removeContainers(HOST.daemon());
        for (String name : HOST.docker()
                .ok("images", "--format", "{{.Repository}}:{{.Tag}}")
                .lines()) {
            if (!name.equals("busybox:latest")) {
                HOST.docker().ok("rmi", name);
            }
        }
    }

    @Test
    void aTagIsAnotherNameOfTheSameImage() {
        HOST.docker().ok("tag", "busybox", "other:v2");
        String id = HOST.docker().inspect("busybox", "{{.Id}}");
        assertEquals(id, HOST.docker().inspect("other:v2", "{{.Id}}"));
        Result untagged = HOST.docker().ok("rmi", "other:v2");
        assertEquals("Untagged: other:v2", untagged.line());
        assertEquals(id, HOST.docker().inspect("busybox", "{{.Id}}"));
    }

    @Test
    void anImportedImageHasTheConfigurationThatWasAskedFor() {
        String tar = HOST.daemon().root().path().resolve("busybox.tar").toString();
        HOST.docker()
                .command("import", "-c", "ENV COLOUR=red", "-c", "WORKDIR /var/www", "-c", "ENTRYPOINT [\"echo\"]")
                .and("-c", "CMD [\"$COLOUR\"]", "-m", "made here", tar, "configured:v1")
                .run()
                .ok();
        assertEquals(
                "red",
                HOST.docker()
                        .ok("run", "--rm", "--entrypoint", "sh", "configured:v1", "-c", "echo $COLOUR")
                        .line());
        assertEquals(
                "/var/www",
                HOST.docker()
                        .ok("run", "--rm", "--entrypoint", "pwd", "configured:v1")
                        .line());
        assertEquals("$COLOUR", HOST.docker().ok("run", "--rm", "configured:v1").line());
        assertEquals("made here", HOST.docker().inspect("configured:v1", "{{.Comment}}"));
    }

    @Test
    void anImageInUseIsNotRemoved() {
        String tar = HOST.daemon().root().path().resolve("busybox.tar").toString();
        HOST.docker().ok("import", tar, "used:v1");
        String container = HOST.docker().ok("create", "used:v1", "true").line();
        Result result = HOST.docker().run("rmi", "used:v1").exits(1);
        assertTrue(
                result.err().contains("unable to remove repository reference \"used:v1\" (must force)"), result::err);
        assertTrue(result.err().contains(container.substring(0, 12)), result::err);
    }

    @Test
    void anImageThatIsNotThereIsAnError() {
        Result remove = HOST.docker().run("rmi", "nosuch").exits(1);
        assertTrue(remove.err().contains("No such image: nosuch"), remove::err);
        Result inspect = HOST.docker().run("image", "inspect", "nosuch").exits(1);
        assertTrue(inspect.err().contains("No such image: nosuch"), inspect::err);
        Result tag = HOST.docker().run("tag", "nosuch", "other").exits(1);
        assertTrue(tag.err().contains("No such image: nosuch"), tag::err);
    }

    @Test
    void listsFilterByReference() {
        HOST.docker().ok("tag", "busybox", "one/app:v1");
        HOST.docker().ok("tag", "busybox", "two/app:v1");
        assertEquals(
                "one/app",
                HOST.docker()
                        .ok("images", "--filter", "reference=one/*", "--format", "{{.Repository}}")
                        .line());
        assertEquals(
                "two/app",
                HOST.docker()
                        .ok("images", "two/app", "--format", "{{.Repository}}")
                        .line());
    }

    @Test
    void anImageIsInspectedForItsPlatform() {
        Result wrong = HOST.docker()
                .run("image", "inspect", "--platform", "linux/s390x", "busybox")
                .exits(1);
        assertTrue(wrong.err().contains("does not match the specified platform (linux/s390x)"), wrong::err);
        Result history = HOST.docker()
                .run("history", "--platform", "linux/s390x", "busybox")
                .exits(1);
        assertTrue(history.err().contains("does not match the specified platform"), history::err);
        assertTrue(HOST.docker().ok("images", "--tree").out().contains("busybox:latest"));
    }

    @Test
    void pruneTellsWhatItGaveBack() {
        String tar = HOST.daemon().root().path().resolve("busybox.tar").toString();
        HOST.docker().ok("import", "--change", "LABEL keep=yes", tar, "kept:v1");
        HOST.docker().ok("import", "--change", "LABEL keep=no", tar, "gone:v1");
        Result none = HOST.docker().ok("image", "prune", "-f");
        assertEquals("Total reclaimed space: 0B", none.line());
        Result filtered = HOST.docker().ok("image", "prune", "-a", "-f", "--filter", "label=keep=no");
        assertTrue(filtered.out().contains("untagged: gone:v1"), filtered::out);
        assertTrue(filtered.out().contains("Total reclaimed space: 0B"), "the layer is also busybox's");
        assertEquals(
                "kept",
                HOST.docker()
                        .ok("images", "--format", "{{.Repository}}", "kept")
                        .line());
    }

    @Test
    void containersOfAnImageAreFoundByIt() {
        HOST.docker().ok("tag", "busybox", "kin:v1");
        String id = HOST.docker().ok("create", "kin:v1", "true").line();
        assertEquals(
                id,
                HOST.docker()
                        .ok("ps", "-aq", "--no-trunc", "--filter", "ancestor=kin:v1")
                        .line());
        HOST.docker().ok("rm", id);
    }

    @Test
    void whatAContainerWritesStaysItsOwn() {
        HOST.docker().ok("run", "--name", "writer", "busybox", "sh", "-c", "echo mine > /etc/passwd; rm /bin/ls");
        assertNotEquals(
                "mine\n",
                HOST.docker().ok("run", "--rm", "busybox", "cat", "/etc/passwd").out());
        HOST.docker().ok("run", "--rm", "busybox", "ls", "/");
    }

    @Test
    void whatIsNoTarIsRefused() {
        Result result = HOST.docker()
                .command("import", "-", "broken:v1")
                .run("this is no archive".repeat(100))
                .exits(1);
        assertTrue(!result.err().isBlank(), result::toString);
        assertEquals("", HOST.docker().ok("images", "-q", "broken").line());
    }
}
