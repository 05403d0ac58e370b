package io.djong.daemon;

import io.djong.model.error.Conflict;
import io.djong.model.error.Internal;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Sees to it that one daemon at a time uses a directory: its data root, and its exec-root, where another daemon would
 * take the containers it does not know for leavings of its own. The lock is the kernel's and goes with the process,
 * however that ends.
 */
final class InstanceLock implements AutoCloseable {
    private final FileChannel channel;

    private InstanceLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @param flag the one that names the directory
     * @throws Conflict if another daemon has it
     */
    static InstanceLock take(Path directory, String flag) {
        Path file = directory.resolve("djongd.lock");
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                channel.close();
                throw new Conflict(
                        "another djongd is using " + directory + ": " + flag + " must name another directory");
            }
            return new InstanceLock(channel);
        } catch (IOException e) {
            throw new Internal("locking " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new Internal("releasing the daemon's lock: " + e.getMessage(), e);
        }
    }
}
