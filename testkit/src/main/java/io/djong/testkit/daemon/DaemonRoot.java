package io.djong.testkit.daemon;

import io.djong.testkit.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A directory of its own for one daemon: everything that it keeps, runs from and listens on. The path is short, as
 * sockets lie deep below it and a socket's name may have 107 bytes.
 *
 * @param path the directory
 */
public record DaemonRoot(Path path) {
    /** Where the directories for {@code --exec-root} are made, if not in the root; the system property says so. */
    private static final Optional<Path> RUN =
            Optional.ofNullable(System.getProperty("djong.run")).map(Path::of);

    /** A new, empty one. */
    public static DaemonRoot fresh() {
        try {
            Path path = Files.createTempDirectory("dj");
            // The root of containers may be nobody on the host, and has to find its files still.
            return new DaemonRoot(Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx--x--x")));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a daemon's root", e);
        }
    }

    /** {@code --data-root}. */
    public Path data() {
        return path.resolve("d");
    }

    /** {@code --exec-root}. */
    public Path exec() {
        return RUN.map(run -> run.resolve(path.getFileName())).orElseGet(() -> path.resolve("x"));
    }

    /** The API's unix socket. */
    public Path socket() {
        return path.resolve("s");
    }

    /** {@code --pidfile}. */
    public Path pidFile() {
        return path.resolve("pid");
    }

    /** Everything that the daemon printed, over all its starts. */
    public Path log() {
        return path.resolve("log");
    }

    /** {@code --config-file}. */
    public Path config() {
        return path.resolve("daemon.json");
    }

    /** The cgroup that holds the containers, and nothing else. */
    public String cgroupParent() {
        return "/djong-it-" + path.getFileName();
    }

    /** The directories of that cgroup which exist, one for each hierarchy. */
    public List<Path> cgroups() {
        List<Path> found = new ArrayList<>();
        Path mounts = Path.of("/sys/fs/cgroup");
        found.add(Path.of(mounts + cgroupParent()));
        try (DirectoryStream<Path> hierarchies = Files.newDirectoryStream(mounts, DaemonRoot::isHierarchy)) {
            hierarchies.forEach(hierarchy -> found.add(Path.of(hierarchy + cgroupParent())));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + mounts, e);
        }
        found.removeIf(group -> !Files.isDirectory(group));
        return found;
    }

    private static boolean isHierarchy(Path entry) {
        return Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS);
    }

    /** Unmounts what may still be mounted below, then deletes. Refuses to delete through a mount that stays. */
    public void delete() {
        for (int round = 0; round < 3 && !mountsBelow().isEmpty(); round++) {
            for (String mount : mountsBelow().reversed()) {
                Command.of("umount", "-l", mount).run();
            }
        }
        if (!mountsBelow().isEmpty()) {
            throw new AssertionError("still mounted below " + path + ": " + mountsBelow());
        }
        try {
            Files.walkFileTree(path, new Deletion());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + path, e);
        }
    }

    private List<String> mountsBelow() {
        try {
            return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                    .map(line -> line.split(" ", -1)[4])
                    .filter(mount -> mount.startsWith(path + "/"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the mounts", e);
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
