package io.djong.it.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.djong.it.Host;
import io.djong.testkit.image.OciLayout;
import io.djong.testkit.image.RootFilesystem;
import io.djong.testkit.process.Command;
import io.djong.testkit.process.Result;
import io.djong.testkit.registry.Registry;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Layers that try to write outside of the image: whether they are refused or contained, the host is untouched. */
final class HostileLayerIT {
    @RegisterExtension
    static final Host HOST = Host.with();

    @TempDir
    Path directory;

    @BeforeAll
    static void needsARegistry() {
        Registry.require();
    }

    /** Each script makes {@code layer.tar} in its working directory; {@code $V} is the victim's directory. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            climbs by dots          | echo x > f; tar -P -cf layer.tar --transform "s,f,../../../../../../../../..$V/escaped," f
            absolute name           | echo x > f; tar -P -cf layer.tar --transform "s,f,$V/escaped," f
            through a link of its own | ln -s $V link; tar -cf layer.tar link; rm link; mkdir link; echo x > link/escaped; tar -rf layer.tar link/escaped
            through a climbing link | ln -s ../../../../../../../../..$V link; tar -cf layer.tar link; rm link; mkdir link; echo x > link/escaped; tar -rf layer.tar link/escaped
            hard link to the host   | echo x > $V/secret; ln $V/secret h; tar -P -cf layer.tar $V/secret h; tar -P --delete -f layer.tar $V/secret
            """)
    void theHostIsUntouched(String name, String script) {
        Path victim = directory.resolve("victim");
        Path work = directory.resolve("work");
        Command.of("mkdir", victim.toString(), work.toString()).run().ok();
        Command.of("sh", "-ec", "cd " + work + "; V=" + victim + "; " + script)
                .run()
                .ok();
        try (Registry registry = Registry.start(directory)) {
            String reference = push(registry, "\"Cmd\":[\"true\"]", work.resolve("layer.tar"));
            Result pull = HOST.docker().run("pull", reference);
            assertFalse(
                    Files.exists(victim.resolve("escaped"), LinkOption.NOFOLLOW_LINKS),
                    () -> name + " escaped: " + pull);
            if (pull.exit() == 0) {
                Result run = HOST.docker().run("run", "--rm", reference, "cat", "/h");
                assertFalse(run.out().contains("x"), () -> name + " reads the host: " + run);
                HOST.docker().ok("rmi", reference);
            }
        }
    }

    @Test
    void aSparseFileArrivesWhole() {
        Path work = directory.resolve("work");
        Command.of("mkdir", work.toString()).run().ok();
        Command.of("sh", "-ec", "cd " + work + "; truncate -s 200M zeroes; tar --format=pax -S -cf layer.tar zeroes")
                .run()
                .ok();
        try (Registry registry = Registry.start(directory)) {
            String reference = push(registry, "\"Cmd\":[\"wc\",\"-c\",\"/zeroes\"]", work.resolve("layer.tar"));
            Result run = HOST.docker().ok("run", "--rm", reference);
            assertEquals("209715200 /zeroes", run.line());
            HOST.docker().ok("rmi", reference);
        }
    }

    /** Pushes an image of busybox with this layer upon it; gives its name. */
    private String push(Registry registry, String configuration, Path layer) {
        OciLayout layout = new OciLayout(directory.resolve("layout"));
        Path base = RootFilesystem.pack(
                RootFilesystem.busybox(directory.resolve("busybox")), directory.resolve("busybox.tar"));
        layout.add("v1", configuration, List.of(base, layer));
        return registry.push(layout.directory(), "v1", "app");
    }
}
