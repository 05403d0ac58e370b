package io.djong.it.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.it.Host;
import io.djong.testkit.image.OciLayout;
import io.djong.testkit.image.RootFilesystem;
import io.djong.testkit.process.Command;
import io.djong.testkit.process.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SaveLoadIT {
    @RegisterExtension
    static final Host HOST = Host.with();

    @TempDir
    Path directory;

    @AfterEach
    void removeOtherImages() {
        Host.removeContainers(HOST.daemon());
        String busybox = HOST.docker().inspect("busybox", "{{.Id}}");
        for (String id : HOST.docker().ok("images", "-q", "--no-trunc").lines()) {
            if (!id.equals(busybox)) {
                HOST.docker().ok("rmi", "-f", id);
            }
        }
        HOST.docker().run("rmi", "saved:v1");
        HOST.docker().run("rmi", "saved:v2");
    }

    @Test
    void whatIsSavedLoadsAgainUnderItsNames() {
        String id = HOST.docker().inspect("busybox", "{{.Id}}");
        HOST.docker().ok("tag", "busybox", "saved:v1");
        HOST.docker().ok("tag", "busybox", "saved:v2");
        Path tar = directory.resolve("saved.tar");
        HOST.docker().ok("save", "-o", tar.toString(), "saved");
        HOST.docker().ok("rmi", "saved:v1", "saved:v2");
        Result load = HOST.docker().ok("load", "-i", tar.toString());
        assertEquals(List.of("Loaded image: saved:v1", "Loaded image: saved:v2"), load.lines());
        assertEquals(id, HOST.docker().inspect("saved:v2", "{{.Id}}"));
        assertEquals(
                "hi", HOST.docker().ok("run", "--rm", "saved:v1", "echo", "hi").line());
    }

    @Test
    void theSameImagesGiveTheSameArchive() throws IOException {
        Path first = directory.resolve("first.tar");
        Path second = directory.resolve("second.tar");
        HOST.docker().ok("save", "-o", first.toString(), "busybox");
        HOST.docker().ok("save", "-o", second.toString(), "busybox");
        assertEquals(-1, Files.mismatch(first, second));
        List<String> names =
                Command.of("tar", "-tf", first.toString()).run().ok().lines();
        for (String name : List.of("oci-layout", "index.json", "manifest.json", "repositories", "blobs/sha256/")) {
            assertTrue(names.contains(name), names::toString);
        }
    }

    @Test
    void aLayoutKeepsItsManifestAndIsKnownByItsId() {
        OciLayout.Image image = layout("layout", "v1");
        Result load = HOST.docker().ok("load", "-i", tar("layout").toString());
        assertEquals("Loaded image ID: " + image.config(), load.line());
        Path again = directory.resolve("again.tar");
        HOST.docker().ok("save", "-o", again.toString(), image.config());
        assertTrue(member(again, "index.json").contains(image.manifest()), again::toString);
        List<String> names =
                Command.of("tar", "-tf", again.toString()).run().ok().lines();
        assertTrue(names.contains("blobs/" + image.layers().getFirst().replace(':', '/')), names::toString);
    }

    @ParameterizedTest
    @CsvSource({"gzip", "zstd"})
    void compressedArchivesLoadFromStandardInput(String compressor) {
        layout("packed", "packed:" + compressor);
        Result load = sh("tar -C packed -cf - . | " + compressor + " -c | docker load -q");
        assertEquals("Loaded image: packed:" + compressor, load.ok().line());
    }

    @Test
    void anOldArchiveLoadsWithItsLinkedLayers() {
        sh("""
                mkdir -p old/one old/two; echo 1.0 > old/one/VERSION; echo '{}' > old/one/json
                mkdir tree; echo hello > tree/greeting; tar --sort=name --mtime=@0 -C tree -cf old/one/layer.tar .
                ln -s ../one/layer.tar old/two/layer.tar
                diff=$(sha256sum old/one/layer.tar | cut -d' ' -f1)
                echo '{"architecture":"amd64","os":"linux","config":{"Cmd":["x"]},"rootfs":{"type":"layers",\
                "diff_ids":["sha256:'$diff'","sha256:'$diff'"]}}' > old/c.json
                echo '[{"Config":"c.json","RepoTags":["old:v1"],"Layers":["one/layer.tar","two/layer.tar"]}]' \
                  > old/manifest.json""").ok();
        assertEquals(
                "Loaded image: old:v1",
                HOST.docker().ok("load", "-i", tar("old").toString()).line());
        String container = HOST.docker().ok("create", "old:v1").line();
        assertEquals(
                "hello\n",
                sh("docker cp " + container + ":/greeting - | tar -xOf -").ok().out());
    }

    /** Each script changes the layout in the directory {@code l}, whose layer is {@code $LAYER}, and packs it. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            climbs by dots     | tar -C l -cf l.tar . ; tar -rf l.tar -P --transform 's,l/x,../x,' l/x | leads out of it
            climbing link      | ln -s ../../x l/link; tar -C l -cf l.tar .                         | leads out of it
            a blob is a link   | mv l/$LAYER l/y; ln -s ../../y l/$LAYER; tar -C l -cf l.tar .       | is a link
            another content    | cp l/x l/$LAYER; tar -C l -cf l.tar .                              | has another digest
            another layer      | tar -cf l/$LAYER l/x; tar -C l -cf l.tar .                         | has another digest
            a layer is missing | rm l/$LAYER; tar -C l -cf l.tar .                                  | does not contain
            it is cut off      | tar -C l -cf m.tar . ; head -c 3000 m.tar > l.tar                           | cut off
            no description     | rm l/index.json; tar -C l -cf l.tar .                              | does not contain a manifest.json
            no archive         | echo hello > l.tar                                                 | unexpected EOF
            no archive at all  | seq 2000 > l.tar                                                    | invalid tar header
            """)
    void damagedAndHostileArchivesAreRefused(String name, String script, String words) {
        assertFalse(name.isEmpty());
        OciLayout.Image image = layout("l", "hostile:v1");
        String layer = "blobs/" + image.layers().getFirst().replace(':', '/');
        sh("echo x > l/x; LAYER=" + layer + "; " + script).ok();
        Result load = HOST.docker()
                .run("load", "-i", directory.resolve("l.tar").toString())
                .exits(1);
        assertTrue(load.err().contains(words), load::err);
        assertFalse(Files.exists(directory.resolve("x")));
        assertEquals(
                "", HOST.docker().ok("images", "-q", "hostile").out(), "a refused archive must leave no image behind");
    }

    @Test
    void aLayerThatIsNotTheConfigurationsIsRefused() {
        sh("""
                mkdir bad; echo x > x; tar -cf bad/layer.tar x
                echo '{"os":"linux","rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}' > bad/c.json
                echo '[{"Config":"c.json","RepoTags":["bad:v1"],"Layers":["layer.tar"]}]' > bad/manifest.json
                """.formatted("0".repeat(64))).ok();
        Result load = HOST.docker().run("load", "-i", tar("bad").toString()).exits(1);
        assertTrue(load.err().contains("invalid diffID for layer 0: expected \"sha256:000"), load::err);
    }

    @Test
    void aNameThatMovesIsTold() {
        layout("moved", "saved:v1");
        HOST.docker().ok("tag", "busybox", "saved:v1");
        String id = HOST.docker().inspect("busybox", "{{.Id}}");
        Result load = HOST.docker().ok("load", "-i", tar("moved").toString());
        assertTrue(
                load.out()
                        .contains("The image saved:v1 already exists, renaming the old one with ID " + id
                                + " to empty string"),
                load::out);
    }

    @Test
    void whatIsNotHereCannotBeSaved() {
        Path out = directory.resolve("none.tar");
        Result unknown =
                HOST.docker().run("save", "-o", out.toString(), "nosuch").exits(1);
        assertTrue(unknown.err().contains("No such image: nosuch"), unknown::err);
        Result tagged =
                HOST.docker().run("save", "-o", out.toString(), "nosuch:v1").exits(1);
        assertTrue(tagged.err().contains("reference does not exist"), tagged::err);
        Result platform = HOST.docker()
                .run("save", "-o", out.toString(), "--platform", "linux/s390x", "busybox")
                .exits(1);
        assertTrue(platform.err().contains("no suitable export target found for platform linux/s390x"), platform::err);
        Result load =
                sh("docker save busybox | docker load --platform linux/s390x").exits(1);
        assertTrue(load.err().contains("linux/s390x"), load::err);
    }

    private OciLayout.Image layout(String name, String tag) {
        Path tree = directory.resolve(name + "-tree");
        sh("mkdir " + tree + "; head -c 9000 /dev/urandom > " + tree + "/file").ok();
        Path layer = RootFilesystem.pack(tree, directory.resolve(name + "-layer.tar"));
        return new OciLayout(directory.resolve(name)).add(tag, "\"Cmd\":[\"true\"]", List.of(layer));
    }

    private Path tar(String name) {
        Path tar = directory.resolve(name + ".tar");
        Command.of("tar", "-C", directory.resolve(name).toString(), "-cf", tar.toString(), ".")
                .run()
                .ok();
        return tar;
    }

    private static String member(Path tar, String name) {
        return Command.of("tar", "-xOf", tar.toString(), name).run().ok().out();
    }

    private Result sh(String script) {
        return Command.of("bash", "-euo", "pipefail", "-c", "cd " + directory + "\n" + script)
                .withVariable("DOCKER_HOST", "unix://" + HOST.daemon().root().socket())
                .run();
    }
}
