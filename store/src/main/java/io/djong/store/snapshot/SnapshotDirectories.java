package io.djong.store.snapshot;

import io.djong.kernel.KernelException;
import io.djong.kernel.file.Directory;
import io.djong.model.error.Internal;
import io.djong.store.db.Database;
import io.djong.store.gc.QuietTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directories behind the records: {@code <n>/fs}, {@code <n>/work}, and {@code trash/<n>} for what is to go.
 *
 * <p>A {@link QuietTask} has new layers written to the disk, and deletes. Deletion is by a rename, which is quick, and
 * by that task, which syncs the database before it unlinks anything: a
 * record that a power cut brings back finds its directory in the trash and gets it back.
 */
final class SnapshotDirectories implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotDirectories.class);
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

    private final Path root;
    private final Path trash;
    private final Path base;
    private final Database database;
    private final QuietTask tidying = new QuietTask("snapshot-reaper", this::tidy);

    SnapshotDirectories(Path root, Database database) {
        this.root = root;
        this.trash = root.resolve("trash");
        this.base = root.resolve("base");
        this.database = database;
    }

    /** Brings directories and records together; the highest number in use. */
    long open(Set<Long> recorded) throws IOException {
        Files.createDirectories(trash);
        BaseLayer.make(base);
        List<Long> present = numbers(root);
        List<Long> discarded = numbers(trash);
        for (long number : recorded) {
            if (!Files.exists(fs(number)) && Files.exists(trash.resolve(Long.toString(number)))) {
                LOG.warn("snapshot {} comes back from the trash: its removal was lost", number);
                Files.move(trash.resolve(Long.toString(number)), directory(number));
            }
        }
        discardStrays(number -> !recorded.contains(number));
        tidying.start();
        tidying.wake();
        return Stream.of(present.stream(), discarded.stream(), recorded.stream())
                .flatMap(numbers -> numbers)
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
    }

    /** Makes the directory of a new snapshot. @return its file system, empty */
    Path create(long number) {
        try {
            Files.createDirectory(directory(number));
            return Files.createDirectory(fs(number));
        } catch (IOException e) {
            throw Internal.failedTo("create " + fs(number), e);
        }
    }

    Path createWork(long number) {
        try {
            return Files.createDirectory(work(number));
        } catch (IOException e) {
            throw Internal.failedTo("create " + work(number), e);
        }
    }

    Path fs(long number) {
        return directory(number).resolve("fs");
    }

    Path work(long number) {
        return directory(number).resolve("work");
    }

    /** The layer below all others: {@link BaseLayer}. */
    Path base() {
        return base;
    }

    /** Moves a snapshot's directory to the trash. */
    void discard(long number) {
        try (Directory from = Directory.open(root);
                Directory to = Directory.open(trash)) {
            if (from.exists(Long.toString(number))) {
                from.rename(Long.toString(number), to, Long.toString(number));
            }
            tidying.wake();
        } catch (KernelException e) {
            LOG.warn("snapshot {} stays until the next collection: {}", number, e.getMessage());
        }
    }

    void discardStrays(LongPredicate stray) {
        numbers(root).stream().filter(stray::test).forEach(this::discard);
    }

    private Path directory(long number) {
        return root.resolve(Long.toString(number));
    }

    private static List<Long> numbers(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> NUMBER.matcher(name).matches())
                    .map(Long::valueOf)
                    .toList();
        } catch (IOException e) {
            throw Internal.failedTo("list " + directory, e);
        }
    }

    private void tidy() {
        syncLayers();
        emptyTrash();
    }

    /** Has new layers written to the disk, and then trusted beyond a power cut. */
    void syncLater() {
        tidying.wake();
    }

    private void syncLayers() {
        List<Long> unsynced = database.read(SnapshotRecords::unsynced);
        if (unsynced.isEmpty()) {
            return;
        }
        try (Directory directory = Directory.open(root)) {
            directory.syncFileSystem();
        }
        database.write(tx -> SnapshotRecords.markSynced(tx, unsynced));
    }

    private void emptyTrash() {
        List<Long> discarded = numbers(trash);
        if (discarded.isEmpty()) {
            return;
        }
        database.sync();
        try (Directory directory = Directory.open(trash)) {
            for (long number : discarded) {
                if (tidying.isClosing()) {
                    return;
                }
                directory.removeTree(Long.toString(number));
            }
        }
    }

    @Override
    public void close() {
        tidying.close();
    }
}
