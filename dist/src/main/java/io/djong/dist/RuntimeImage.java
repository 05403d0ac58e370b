package io.djong.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The Java runtime that the distribution carries: the JDK of the build, cut down to the modules that are used. */
record RuntimeImage(Path directory) {
    private static final List<String> MODULES = List.of(
            "java.base",
            "java.logging", // SLF4J's binding
            "java.management", // memory figures in debug information
            "java.naming", // certificate checks of TLS
            "java.net.http", // the registry client
            "java.sql", // SQLite's driver
            "jdk.net", // the peer's credentials on a unix socket
            "jdk.unsupported"); // signals; Netty's buffers

    /** Links the image, unless the one that is there was linked from the same JDK and modules. */
    void create() throws IOException, InterruptedException {
        Path jdk = Path.of(System.getProperty("java.home"));
        String inputs = jdk + " " + Runtime.version() + " " + String.join(",", MODULES) + "\n";
        Path stamp = directory.resolveSibling("../runtime.stamp").normalize();
        if (Files.exists(stamp)
                && Files.readString(stamp).equals(inputs)
                && Files.exists(directory.resolve("release"))) {
            return;
        }
        deleteTree(directory);
        Command.run(List.of(
                jdk.resolve("bin/jlink").toString(),
                "--add-modules",
                String.join(",", MODULES),
                "--strip-debug",
                "--no-header-files",
                "--no-man-pages",
                "--output",
                directory.toString()));
        Files.writeString(stamp, inputs);
    }

    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
