package io.djong.log;

import io.djong.kernel.file.Access;
import io.djong.kernel.file.OpenFile;
import io.djong.model.error.Internal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The file that the driver writes, and its rotation. */
final class DriverFile implements AutoCloseable {
    private static final int PERMISSIONS = 0640;

    private final LogFiles files;
    private final int maxFiles;
    private final Runnable afterStep;
    private OpenFile file;

    DriverFile(LogFiles files, int maxFiles, Runnable afterStep) {
        this.files = files;
        this.afterStep = afterStep;
        this.maxFiles = maxFiles;
        this.file = open();
    }

    long size() {
        return file.size();
    }

    void write(byte[] bytes, int length, long position) {
        file.write(ByteBuffer.wrap(bytes, 0, length), position);
        afterStep.run();
    }

    /**
     * Moves the file and the older ones one place up, drops the last, begins a new one. Interrupted at any step it can
     * be done again: only those below the first free place move, so none is lost.
     */
    void rotate() {
        file.close();
        try {
            Path current = files.driverFile();
            if (maxFiles == 1) {
                // A new file rather than a cut one: who still reads the old one reads it to its end.
                Files.deleteIfExists(current);
            } else {
                makeRoom();
                Files.move(current, files.rotated(1), StandardCopyOption.ATOMIC_MOVE);
            }
            afterStep.run();
        } catch (IOException e) {
            throw Internal.failedTo("rotate " + files.driverFile(), e);
        }
        file = open();
    }

    private void makeRoom() throws IOException {
        int rotated = files.countRotated(maxFiles - 1);
        if (rotated == maxFiles - 1) {
            Files.deleteIfExists(files.rotated(rotated));
            Files.deleteIfExists(files.compressed(rotated));
            afterStep.run();
            rotated--;
        }
        for (int place = rotated; place >= 1; place--) {
            if (Files.exists(files.rotated(place))) {
                Files.deleteIfExists(files.compressed(place)); // from a compression that a kill kept from its last step
            }
            move(files.rotated(place), files.rotated(place + 1));
            move(files.compressed(place), files.compressed(place + 1));
        }
    }

    private void move(Path from, Path to) throws IOException {
        if (Files.exists(from)) {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
            afterStep.run();
        }
    }

    private OpenFile open() {
        return OpenFile.openOrCreate(files.driverFile(), Access.READ_WRITE, PERMISSIONS);
    }

    @Override
    public void close() {
        file.close();
    }
}
