package io.djong.daemon;

import io.djong.model.error.Conflict;
import io.djong.model.error.Internal;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Sees to it that one daemon at a time uses a data root, and writes the PID file. The lock is the kernel's and goes
 * with the process, however that ends.
 */
final class InstanceLock implements AutoCloseable {
    private final FileChannel channel;
    private final FileLock lock;
    private final Optional<Path> pidFile;

    private InstanceLock(FileChannel channel, FileLock lock, Optional<Path> pidFile) {
        this.channel = channel;
        this.lock = lock;
        this.pidFile = pidFile;
    }

    /** Takes the lock. @throws Conflict if another daemon has it */
    static InstanceLock take(Path dataRoot, Optional<Path> pidFile) {
        Path file = dataRoot.resolve("djongd.lock");
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw new Conflict("another djongd is using the data root " + dataRoot);
            }
            if (pidFile.isPresent()) {
                Files.writeString(
                        pidFile.get(), Long.toString(ProcessHandle.current().pid()));
            }
            return new InstanceLock(channel, lock, pidFile);
        } catch (IOException e) {
            throw new Internal("locking " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            if (pidFile.isPresent()) {
                Files.deleteIfExists(pidFile.get());
            }
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw new Internal("releasing the lock of the data root: " + e.getMessage(), e);
        }
    }
}
