package io.djong.runtime;

import io.djong.kernel.Errno;
import io.djong.kernel.Fd;
import io.djong.kernel.KernelException;
import io.djong.kernel.event.FdInput;
import io.djong.kernel.event.Poller;
import io.djong.kernel.socket.Fifo;
import io.djong.model.error.Internal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The start of a created container by hand, as {@code runc start} does it but without that process: the container's
 * main process waits in opening {@code exec.fifo} for writing; a reader lets it go on and gets one byte from it. The
 * FIFO's presence is how runc tells created from running, so it is unlinked then.
 */
final class ExecFifo {
    private ExecFifo() {}

    /** Starts. @return false if the main process has died before */
    static boolean open(Path path, MainProcess process, Poller poller) throws InterruptedException {
        try (Fd fifo = Fifo.openForReading(path)) {
            process.awaitExitOr(fifo, poller);
            if (new FdInput(fifo, poller).read() < 0) {
                return false;
            }
            Files.deleteIfExists(path);
            return true;
        } catch (KernelException e) {
            if (e.is(Errno.ENOENT)) {
                throw new Internal("cannot start a container that has stopped or has been started", e);
            }
            throw e;
        } catch (IOException e) {
            throw new Internal("failed to start the container: " + e.getMessage(), e);
        }
    }
}
