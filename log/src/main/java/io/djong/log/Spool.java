package io.djong.log;

import io.djong.kernel.Errno;
import io.djong.kernel.KernelException;
import io.djong.kernel.file.Access;
import io.djong.kernel.file.OpenFile;
import io.djong.model.error.Internal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * The file or, while it is being changed, the two files into which conmon writes.
 *
 * <p>The change: the file is renamed to its old name; conmon, told to reopen, closes it, writes a temporary file and
 * renames that into the place. So once there is a current file again, the old one is complete. conmon is never told
 * twice without need: it would replace the current file, with what is in it, by an empty one.
 */
final class Spool implements AutoCloseable {
    private static final byte[] REOPEN = "2 0 0\n".getBytes(StandardCharsets.US_ASCII);

    private final LogFiles files;
    private final Runnable afterStep;
    private Optional<OpenFile> open = Optional.empty();
    private boolean old;

    Spool(LogFiles files, Runnable afterStep) {
        this.files = files;
        this.afterStep = afterStep;
    }

    /** Chooses which file is read from now on. */
    void choose(boolean oldOne) {
        close();
        old = oldOne;
    }

    boolean hasOld() {
        return Files.exists(files.oldSpool());
    }

    boolean hasCurrent() {
        return Files.exists(files.spool());
    }

    /** Reads at an offset; 0 at the end or if there is no file yet. */
    int read(ByteBuffer into, long offset) {
        if (open.isEmpty() && !tryOpen()) {
            return 0;
        }
        return Math.max(0, open.orElseThrow().read(into, offset));
    }

    long size() {
        return open.isPresent() || tryOpen() ? open.orElseThrow().size() : 0;
    }

    /** Gives the current file its old name. What is open stays open. */
    void rename() {
        try {
            Files.move(files.spool(), files.oldSpool(), StandardCopyOption.ATOMIC_MOVE);
            afterStep.run();
        } catch (IOException e) {
            throw Internal.failedTo("rename " + files.spool(), e);
        }
        old = true;
    }

    /**
     * Tells conmon to write elsewhere from now on.
     *
     * @return false if it is not there any more
     */
    static boolean tellToReopen(Path control) {
        try (OpenFile fifo = OpenFile.open(control, Access.WRITE)) {
            fifo.write(ByteBuffer.wrap(REOPEN));
            return true;
        } catch (KernelException e) {
            if (e.is(Errno.ENOENT) || e.is(Errno.ENXIO) || e.is(Errno.EPIPE)) {
                return false;
            }
            throw e;
        }
    }

    void deleteOld() {
        try {
            if (Files.deleteIfExists(files.oldSpool())) {
                afterStep.run();
            }
        } catch (IOException e) {
            throw Internal.failedTo("delete " + files.oldSpool(), e);
        }
    }

    @Override
    public void close() {
        open.ifPresent(OpenFile::close);
        open = Optional.empty();
    }

    private boolean tryOpen() {
        try {
            open = Optional.of(OpenFile.open(old ? files.oldSpool() : files.spool(), Access.READ));
            return true;
        } catch (KernelException e) {
            if (e.is(Errno.ENOENT)) {
                return false;
            }
            throw e;
        }
    }
}
