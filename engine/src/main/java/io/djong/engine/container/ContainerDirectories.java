package io.djong.engine.container;

import io.djong.kernel.file.Directory;
import io.djong.model.ContainerId;
import io.djong.model.error.Internal;
import io.djong.store.gc.QuietTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directories of containers. To delete one takes a disk many times what the removal of a container takes otherwise,
 * so it is renamed away at once and deleted when it is quiet; what a crash leaves is deleted after the next start.
 */
final class ContainerDirectories implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerDirectories.class);
    private static final String CONDEMNED = ".removed-";

    private final ContainerPaths paths;
    private final QuietTask deletion = new QuietTask("container-reaper", this::deleteCondemned);

    ContainerDirectories(ContainerPaths paths) {
        this.paths = paths;
    }

    Path create(ContainerId id) {
        try {
            return Files.createDirectories(paths.directory(id));
        } catch (IOException e) {
            throw new Internal("creating the directory of container " + id + ": " + e.getMessage(), e);
        }
    }

    void remove(ContainerId id) {
        Path condemned = paths.containers().resolve(CONDEMNED + id);
        try {
            Files.move(paths.directory(id), condemned, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new Internal("removing the directory of container " + id + ": " + e.getMessage(), e);
        }
        deletion.wake();
    }

    /** Begins to delete, what crashes left first: condemned directories and those of containers that are not known. */
    void start(Predicate<ContainerId> known) {
        deletion.start();
        if (!Files.exists(paths.containers())) {
            return;
        }
        RootFileSystems.containersIn(paths.containers()).stream()
                .filter(known.negate())
                .forEach(id -> Teardown.step(id, "its directory", () -> remove(id)));
        deletion.wake();
    }

    private void deleteCondemned() {
        try (Directory parent = Directory.open(paths.containers());
                var entries = Files.newDirectoryStream(paths.containers(), CONDEMNED + "*")) {
            for (Path entry : entries) {
                if (deletion.isClosing()) {
                    return;
                }
                delete(parent, String.valueOf(entry.getFileName()));
            }
        } catch (IOException e) {
            throw new Internal("failed to list " + paths.containers() + ": " + e.getMessage(), e);
        }
    }

    private static void delete(Directory parent, String condemned) {
        try {
            parent.removeTree(condemned);
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
