package io.djong.store.snapshot;

import io.djong.kernel.file.Directory;
import io.djong.model.error.Internal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What every container's root file system has although its image may not: the places at which a runtime mounts
 * something, and the file by which programs know that they are in a container. It lies below all layers, so an image's
 * own files are seen instead, and a container's own directory does not fill with what the engine needs.
 */
final class BaseLayer {
    private static final List<String> DIRECTORIES = List.of("dev", "dev/pts", "dev/shm", "etc", "proc", "sys");
    private static final List<String> FILES =
            List.of(".dockerenv", "dev/console", "etc/hostname", "etc/hosts", "etc/resolv.conf");

    private BaseLayer() {}

    /** Makes it, unless it is there. A crash leaves it unmade. */
    static void make(Path place) throws IOException {
        if (Files.exists(place)) {
            return;
        }
        Path draft = place.resolveSibling(place.getFileName() + "-draft");
        try (Directory parent = Directory.open(place.resolveSibling("."))) {
            parent.removeTree(String.valueOf(draft.getFileName()));
        }
        Files.createDirectory(draft);
        try (Directory root = Directory.open(draft)) {
            root.setPermissions(0755);
            for (String directory : DIRECTORIES) {
                root.createDirectories(directory, 0755).close();
            }
            for (String file : FILES) {
                try (var location = root.locate(file);
                        var open = location.directory().createFile(location.name(), 0755)) {
                    open.setPermissions(0755);
                }
            }
            try (Directory etc = root.descend("etc")) {
                etc.createSymlink("mtab", "/proc/mounts");
            }
        } catch (RuntimeException e) {
            throw Internal.failedTo("make " + place, e);
        }
        Files.move(draft, place);
    }
}
