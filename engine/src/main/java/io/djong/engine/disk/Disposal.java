package io.djong.engine.disk;

import io.djong.kernel.file.Directory;
import io.djong.model.error.Internal;
import io.djong.store.gc.QuietTask;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes directories of one parent. To delete a tree takes a disk many times what the removal of a container takes
 * otherwise, so it is renamed away at once and deleted when it is quiet; what a crash leaves is deleted after the next
 * start.
 */
public final class Disposal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Disposal.class);
    private static final String CONDEMNED = ".removed-";

    private final Path parent;
    private final QuietTask deletion;

    public Disposal(Path parent) {
        this.parent = parent;
        this.deletion = new QuietTask(parent.getFileName() + "-reaper", this::deleteCondemned);
    }

    /** Makes the directory, if it is not there, and begins to delete, what crashes left first. */
    public void start() {
        try {
            Files.createDirectories(parent);
        } catch (IOException e) {
            throw Internal.failedTo("create " + parent, e);
        }
        deletion.start();
        deletion.wake();
    }

    /** Removes the directory of that name, which must be there. */
    public void remove(String name) {
        try {
            Files.move(
                    parent.resolve(name),
                    parent.resolve(CONDEMNED + UUID.randomUUID()),
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw Internal.failedTo("remove " + parent.resolve(name), e);
        }
        deletion.wake();
    }

    private void deleteCondemned() {
        try (Directory directory = Directory.open(parent);
                DirectoryStream<Path> entries = Files.newDirectoryStream(parent, CONDEMNED + "*")) {
            for (Path entry : entries) {
                if (deletion.isClosing()) {
                    return;
                }
                delete(directory, String.valueOf(entry.getFileName()));
            }
        } catch (IOException e) {
            throw Internal.failedTo("list " + parent, e);
        }
    }

    private static void delete(Directory directory, String condemned) {
        try {
            directory.removeTree(condemned);
        } catch (RuntimeException e) {
            LOG.warn("{} could not be removed; the next removal tries again", condemned, e);
        }
    }

    /** Ends the deletion; the next start goes on with it. */
    @Override
    public void close() {
        deletion.close();
    }
}
