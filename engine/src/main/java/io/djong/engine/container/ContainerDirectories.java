package io.djong.engine.container;

import io.djong.engine.disk.Disposal;
import io.djong.model.ContainerId;
import io.djong.model.error.Internal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;

/** The directories of containers. */
final class ContainerDirectories implements AutoCloseable {
    private final ContainerPaths paths;
    private final Disposal disposal;

    ContainerDirectories(ContainerPaths paths) {
        this.paths = paths;
        this.disposal = new Disposal(paths.containers());
    }

    Path create(ContainerId id) {
        try {
            return Files.createDirectories(paths.directory(id));
        } catch (IOException e) {
            throw Internal.failedTo("create the directory of container " + id, e);
        }
    }

    void remove(ContainerId id) {
        disposal.remove(id.value());
    }

    /** Begins to delete, what crashes left first: condemned directories and those of containers that are not known. */
    void start(Predicate<ContainerId> known) {
        RootFileSystems.containersIn(paths.containers()).stream()
                .filter(known.negate())
                .forEach(id -> Teardown.step(id, "its directory", () -> remove(id)));
        disposal.start();
    }

    /** Ends the deletion; the next start goes on with it. */
    @Override
    public void close() {
        disposal.close();
    }
}
