package io.djong.engine.container;

import io.djong.kernel.file.Directory;
import io.djong.model.ContainerId;
import io.djong.model.error.Internal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directories of containers. To delete one takes a disk many times what the removal of a container takes otherwise,
 * so it is renamed away at once and deleted in the background; what a crash leaves is deleted at the next start.
 */
final class ContainerDirectories {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerDirectories.class);
    private static final String CONDEMNED = ".removed-";

    private final ContainerPaths paths;

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
        Thread.ofPlatform().daemon().name("remove " + id.shortId()).start(() -> delete(condemned));
    }

    /** Removes what crashes left: condemned directories and those of containers that are not known. */
    void reconcile(Predicate<ContainerId> known) {
        if (!Files.exists(paths.containers())) {
            return;
        }
        RootFileSystems.containersIn(paths.containers()).stream()
                .filter(known.negate())
                .forEach(id -> Teardown.step(id, "its directory", () -> remove(id)));
        try (var entries = Files.newDirectoryStream(paths.containers(), CONDEMNED + "*")) {
            entries.forEach(this::delete);
        } catch (IOException e) {
            throw new Internal("listing " + paths.containers() + ": " + e.getMessage(), e);
        }
    }

    private void delete(Path condemned) {
        try (Directory parent = Directory.open(paths.containers())) {
            parent.removeTree(String.valueOf(condemned.getFileName()));
        } catch (RuntimeException e) {
            LOG.warn("{} could not be removed; the next start tries again", condemned, e);
        }
    }
}
