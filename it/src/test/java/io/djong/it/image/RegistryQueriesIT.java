package io.djong.it.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.djong.it.Host;
import io.djong.testkit.image.OciLayout;
import io.djong.testkit.image.RootFilesystem;
import io.djong.testkit.process.Command;
import io.djong.testkit.process.Result;
import io.djong.testkit.registry.Registry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of registries, and of the web, beside pulls. */
final class RegistryQueriesIT {
    @RegisterExtension
    static final Host HOST = Host.with();

    @TempDir
    Path directory;

    @BeforeAll
    static void needsARegistry() {
        Registry.require();
    }

    @Test
    void aRegistryIsSearchedByItsCatalogueAndToldOfItsImages() throws IOException {
        Path tree = Files.createDirectory(directory.resolve("tree"));
        Files.writeString(tree.resolve("file"), "x");
        OciLayout layout = new OciLayout(directory.resolve("layout"));
        OciLayout.Image image = layout.add(
                "v1", "\"Cmd\":[\"true\"]", List.of(RootFilesystem.pack(tree, directory.resolve("layer.tar"))));
        try (Registry registry = Registry.start(directory)) {
            String reference = registry.push(layout.directory(), "v1", "team/app");
            Result found = HOST.docker().ok("search", "--format", "{{.Name}}", registry.host() + "/APP");
            assertEquals(registry.host() + "/team/app", found.line());
            Result none = HOST.docker().ok("search", "--format", "{{.Name}}", registry.host() + "/other");
            assertEquals("", none.out());

            String told = distribution(reference).out();
            assertTrue(told.contains(image.manifest()), told);
            assertTrue(told.contains("\"os\":\"linux\""), told);
            assertTrue(distribution(reference + "-none").out().contains("manifest unknown"));

            String list = registry.host() + "/team/list:v1";
            HOST.docker()
                    .command("manifest", "create", "--insecure", list, reference)
                    .withVariable("HOME", directory.toString())
                    .run()
                    .ok();
            HOST.docker()
                    .command("manifest", "push", "--insecure", list)
                    .withVariable("HOME", directory.toString())
                    .run()
                    .ok();
            HOST.docker().ok("pull", list);
            String manifests = HOST.docker()
                    .ok("image", "inspect", "--format", "{{json .Descriptor}}", list)
                    .out();
            assertTrue(manifests.contains("manifest.list") || manifests.contains("image.index"), manifests);
            HOST.docker().ok("rmi", list);
        }
    }

    @Test
    void searchesThatMakeNoSenseAreRefused() {
        Result limit =
                HOST.docker().run("search", "--limit", "101", "localhost:1/x").exits(1);
        assertTrue(limit.err().contains("limit 101 is outside the range of [1, 100]"), limit::err);
        Result scheme = HOST.docker().run("search", "http://x/y").exits(1);
        assertTrue(scheme.err().contains("should not have a scheme"), scheme::err);
        Result stars =
                HOST.docker().run("search", "--filter", "stars=many", "x").exits(1);
        assertTrue(stars.err().contains("invalid filter 'stars=many'"), stars::err);
    }

    @Test
    void aRootFileSystemIsImportedFromTheWeb() throws IOException {
        byte[] tar = Files.readAllBytes(HOST.daemon().root().path().resolve("busybox.tar"));
        HttpServer web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.createContext("/", exchange -> {
            boolean there = exchange.getRequestURI().getPath().equals("/rootfs.tar");
            exchange.sendResponseHeaders(there ? 200 : 404, there ? tar.length : -1);
            if (there) {
                exchange.getResponseBody().write(tar);
            }
            exchange.close();
        });
        web.start();
        try {
            String url = "http://127.0.0.1:" + web.getAddress().getPort() + "/rootfs.tar";
            Result imported = HOST.docker().ok("import", "--platform", "linux/arm64", url, "web:v1");
            assertTrue(imported.out().contains("Downloading from " + url), imported::out);
            assertEquals(
                    "Imported from " + url + " arm64",
                    HOST.docker().inspect("web:v1", "{{.Comment}} {{.Architecture}}"));
            HOST.docker().ok("rmi", "web:v1");
            Result missing = HOST.docker().run("import", url + ".gz", "web:v2").exits(1);
            assertTrue(missing.err().contains("with status 404 Not Found"), missing::err);
        } finally {
            web.stop(0);
        }
    }

    private static Result distribution(String reference) {
        return Command.of(
                        "curl",
                        "-s",
                        "--unix-socket",
                        HOST.daemon().root().socket().toString())
                .and("http://djong/v1.47/distribution/" + reference + "/json")
                .run()
                .ok();
    }
}
