package io.djong.testkit.image;

import io.djong.testkit.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A root file system in a directory: the machine's busybox, the libraries that it loads, and what a shell expects. */
public final class RootFilesystem {
    private RootFilesystem() {}

    /** Fills {@code directory}, which is made. */
    public static Path busybox(Path directory) {
        try {
            for (String name : List.of("bin", "dev", "etc", "proc", "root", "sys", "tmp", "usr/bin", "var/www")) {
                Files.createDirectories(directory.resolve(name));
            }
            directory.resolve("tmp").toFile().setWritable(true, false);
            Path busybox = Path.of(
                    Command.of("sh", "-c", "command -v busybox").run().ok().line());
            copy(busybox, directory.resolve("bin/busybox"));
            for (String library : libraries(busybox)) {
                copy(Path.of(library), directory.resolve(library.substring(1)));
            }
            for (String applet :
                    Command.of(busybox.toString(), "--list").run().ok().lines()) {
                Path link = directory.resolve("bin").resolve(applet);
                if (!Files.exists(link)) {
                    Files.createSymbolicLink(link, Path.of("busybox"));
                }
            }
            Files.writeString(directory.resolve("etc/passwd"), """
                    root:x:0:0:root:/root:/bin/sh
                    nobody:x:65534:65534:nobody:/:/bin/false
                    someone:x:1000:1000:someone:/tmp:/bin/sh
                    """);
            Files.writeString(directory.resolve("etc/group"), "root:x:0:\nnogroup:x:65534:\nsomeone:x:1000:\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a root file system in " + directory, e);
        }
        return directory;
    }

    /** Packs a directory as an uncompressed tar whose owners and times are always the same. */
    public static Path pack(Path directory, Path tar) {
        Command.of("tar", "--create", "--sort=name", "--owner=0", "--group=0", "--numeric-owner", "--mtime=@1700000000")
                .and("--file", tar.toString(), "--directory", directory.toString(), ".")
                .run()
                .ok();
        return tar;
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
    }

    /** What ldd names: the loader and each library, by the path at which the program looks for it. */
    private static Set<String> libraries(Path program) {
        Set<String> libraries = new TreeSet<>();
        for (String line : Command.of("ldd", program.toString()).run().lines()) {
            for (String word : line.strip().split("\\s+", -1)) {
                if (word.startsWith("/")) {
                    libraries.add(word);
                }
            }
        }
        return libraries;
    }
}
