package io.djong.log;

import io.djong.model.ContainerId;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a container's log is: all below the container's own directory.
 *
 * @param directory the container's, as {@code …/containers/<id>}; it must exist
 */
public record LogFiles(ContainerId id, Path directory) {
    /** What conmon appends to (its {@code --log-path k8s-file:…}), alone in a directory of its own. */
    public Path spool() {
        return spoolDirectory().resolve("current");
    }

    /** The driver's file, for programs that read it: Docker's LogPath. Older ones have {@code .1}, {@code .2}, … . */
    public Path driverFile() {
        return directory.resolve(id.value() + "-json.log");
    }

    Path spoolDirectory() {
        return directory.resolve("spool");
    }

    /** A spool that conmon has left or is leaving. */
    Path oldSpool() {
        return spoolDirectory().resolve("old");
    }

    /** How far the pump is; not beside the spool, whose directory is watched. */
    Path progress() {
        return directory.resolve("log-progress");
    }

    Path rotated(int number) {
        return directory.resolve(id.value() + "-json.log." + number);
    }

    Path compressed(int number) {
        return directory.resolve(id.value() + "-json.log." + number + ".gz");
    }

    /** How many rotated files there are, of so many at most: they have no gap but while they move. */
    int countRotated(int most) {
        int count = 0;
        while (count < most && (Files.exists(rotated(count + 1)) || Files.exists(compressed(count + 1)))) {
            count++;
        }
        return count;
    }

    /** A file that is being compressed. */
    Path compressing() {
        return directory.resolve("log-compressing");
    }

    /** How far the log was sent to a target elsewhere. */
    public Path sent() {
        return directory.resolve("log-sent");
    }
}
