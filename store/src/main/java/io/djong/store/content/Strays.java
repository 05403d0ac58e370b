package io.djong.store.content;

import io.djong.model.Digest;
import io.djong.model.error.Internal;
import io.djong.model.error.InvalidArgument;
import io.djong.store.lease.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files in the blobs' directories that nothing holds: condemned blobs, blobs whose record a crash prevented, and what
 * broken downloads left that nobody will resume. The remover decides, under the digest's lock, if a file really goes.
 */
record Strays(Path root, Path ingests, Set<Path> uploads, Remover remover) {
    private static final Logger LOG = LoggerFactory.getLogger(Strays.class);

    /** Removes a file of a digest if nobody uses it. */
    interface Remover {
        void remove(Digest digest, Path file) throws IOException;
    }

    void sweep(Set<String> held) {
        for (Path directory : list(root)) {
            if (!Files.isDirectory(directory)) {
                continue;
            }
            for (Path file : list(directory)) {
                if (Upload.isUpload(file)) {
                    removeAbandoned(file);
                    continue;
                }
                digest(file)
                        .filter(digest -> !held.contains(new Resource.Content(digest).key()))
                        .ifPresent(digest -> remove(digest, file));
            }
        }
    }

    /** One file that will not go must not keep the others. */
    private void remove(Digest digest, Path file) {
        try {
            remover.remove(digest, file);
        } catch (IOException e) {
            LOG.warn("cannot remove {}: {}", file, e.getMessage());
        }
    }

    private void removeAbandoned(Path upload) {
        try {
            if (!uploads.contains(upload)) {
                Files.deleteIfExists(upload);
            }
        } catch (IOException e) {
            LOG.warn("cannot remove {}: {}", upload, e.getMessage());
        }
    }

    private Optional<Digest> digest(Path file) {
        String name = file.getFileName().toString();
        Path parent = file.getParent();
        try {
            return Optional.of(Digest.parse(
                    parent == null || parent.equals(ingests)
                            ? name.replaceFirst("-", ":")
                            : parent.getFileName() + ":" + name));
        } catch (InvalidArgument e) {
            LOG.debug("{} is not a blob", file);
            return Optional.empty();
        }
    }

    private static List<Path> list(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        } catch (IOException e) {
            throw Internal.failedTo("list " + directory, e);
        }
    }
}
