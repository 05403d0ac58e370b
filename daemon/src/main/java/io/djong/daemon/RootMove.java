package io.djong.daemon;

import io.djong.kernel.KernelException;
import io.djong.kernel.file.Directory;
import io.djong.model.error.Conflict;
import io.djong.model.error.Internal;
import io.djong.model.error.InvalidArgument;
import io.djong.store.layer.ExactCopy;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code djongd --move-data-root}: by a rename where that can be, which happens or does not; else by a copy that is
 * written to the disk and then renamed into its place, before anything of the old root goes. So whenever it is broken
 * off, one of the two is whole; begun again, it begins anew.
 */
final class RootMove {
    private RootMove() {}

    /** @param to absent or empty, in a directory that is there */
    static void run(Path from, Path to) {
        if (to.startsWith(from) || from.startsWith(to)) {
            throw new InvalidArgument(to + " and " + from + " lie in each other");
        }
        try {
            requireFree(to);
            if (!renamed(from, to)) {
                copied(from, to);
                remove(from);
            }
            sync(parent(to));
        } catch (IOException | KernelException e) {
            throw Internal.failedTo("move it to " + to, e);
        }
    }

    private static void requireFree(Path to) throws IOException {
        if (!Files.isDirectory(parent(to))) {
            throw new InvalidArgument("there is no directory " + parent(to));
        }
        if (Files.exists(to) && (!Files.isDirectory(to) || !list(to).isEmpty())) {
            throw new Conflict(to + " is not empty"
                    + (Files.exists(to.resolve(StateDatabase.FILE))
                            ? ": it is a data root already; where an earlier move was broken off after the copy, both are"
                                    + " whole, and one of them is to be removed"
                            : ""));
        }
    }

    private static boolean renamed(Path from, Path to) {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (IOException e) {
            return false; // another file system, or one of them is where one is mounted
        }
    }

    private static void copied(Path from, Path to) throws IOException {
        boolean mounted = Files.exists(to);
        Path staging = mounted ? to.resolve("moving") : to.resolveSibling(to.getFileName() + ".moving");
        try (Directory parent = Directory.open(parent(staging))) {
            boolean _ = parent.removeTree(staging.getFileName().toString());
        }
        Files.createDirectory(staging);
        try (Directory source = Directory.open(from);
                Directory target = Directory.open(staging)) {
            ExactCopy.copy(source, target);
            target.syncFileSystem();
        }
        if (!mounted) {
            Files.move(staging, to, StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        for (Path file : databaseLast(list(staging))) {
            Files.move(file, to.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        }
        Files.delete(staging);
    }

    /** Without its database a directory is no data root: so it is the last to come, and the first to go. */
    private static List<Path> databaseLast(List<Path> files) {
        Stream<Path> others = files.stream().filter(file -> !isDatabase(file));
        Stream<Path> database = files.stream().filter(RootMove::isDatabase).sorted(Comparator.reverseOrder());
        return Stream.concat(others, database).toList();
    }

    private static boolean isDatabase(Path file) {
        return file.getFileName().toString().startsWith(StateDatabase.FILE);
    }

    private static void remove(Path root) throws IOException {
        try (Directory directory = Directory.open(root)) {
            for (Path file : databaseLast(list(root)).reversed()) {
                boolean _ = directory.removeTree(file.getFileName().toString());
            }
        }
        try {
            Files.delete(root);
        } catch (IOException e) {
            return; // a file system is mounted there: it is empty now
        }
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    private static Path parent(Path path) {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }

    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory)) {
            channel.force(true);
        }
    }
}
