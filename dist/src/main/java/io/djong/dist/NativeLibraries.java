package io.djong.dist;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * The native parts of the libraries, taken out of their jars for the machine that builds. Left inside, each start of the
 * daemon would write them to a temporary directory first.
 *
 * @param jars the directory of the jars
 * @param directory where the parts go
 */
record NativeLibraries(Path jars, Path directory) {
    static final String SQLITE = "libsqlitejdbc.so";
    static final String ZSTD = "libzstd-jni.so";

    /** A library inside a jar: where it lies there but for its version, and what it is called outside. */
    private record Library(String jar, String entry, String name) {}

    void extract() throws IOException {
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        List<Library> libraries = List.of(
                new Library(
                        "org.xerial.sqlite-jdbc-",
                        "org/sqlite/native/Linux/" + (arm ? "aarch64" : "x86_64") + "/libsqlitejdbc",
                        SQLITE),
                new Library(
                        "com.github.luben.zstd-jni-", "linux/" + (arm ? "aarch64" : "amd64") + "/libzstd-jni", ZSTD));
        Files.createDirectories(directory);
        for (Library library : libraries) {
            extract(library);
        }
    }

    private void extract(Library library) throws IOException {
        try (JarFile jar = new JarFile(find(library.jar()).toFile())) {
            JarEntry entry = jar.stream()
                    .filter(each -> each.getName().startsWith(library.entry())
                            && each.getName().endsWith(".so"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no " + library.entry() + "*.so in " + jar.getName()));
            try (InputStream in = jar.getInputStream(entry)) {
                Files.copy(in, directory.resolve(library.name()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private Path find(String prefix) throws IOException {
        try (Stream<Path> all = Files.list(jars)) {
            return all.filter(path -> path.getFileName().toString().startsWith(prefix))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no " + prefix + "*.jar among the jars"));
        }
    }
}
