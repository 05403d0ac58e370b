package io.djong.log;

import io.djong.kernel.file.Access;
import io.djong.kernel.file.FileStat;
import io.djong.kernel.file.OpenFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * Compresses a log's rotated files, one at a time, beside the pump: files may rotate on meanwhile. The compressed file
 * takes the place of the plain one wherever that has got to; until then the plain one is what counts.
 */
final class Compression {
    private static final int BLOCK = 64 * 1024;

    private final LogFiles files;
    private final int maxFiles;

    Compression(LogFiles files, int maxFiles) {
        this.files = files;
        this.maxFiles = maxFiles;
    }

    /** The oldest rotated file that is not compressed yet. Called while no file can be rotated. */
    Optional<OpenFile> next() {
        for (int number = files.countRotated(maxFiles - 1); number >= 1; number--) {
            Path plain = files.rotated(number);
            if (Files.exists(plain)) {
                return Optional.of(OpenFile.open(plain, Access.READ));
            }
        }
        return Optional.empty();
    }

    /** Makes the compressed copy, with the time of the original: readers go by it. */
    void compress(OpenFile plain) throws IOException {
        FileStat stat = plain.stat();
        try (InputStream in = plain.inputStream();
                OutputStream out = new GZIPOutputStream(Files.newOutputStream(files.compressing()), BLOCK)) {
            in.transferTo(out);
        }
        Files.setLastModifiedTime(files.compressing(), FileTime.from(stat.modified()));
    }

    /** Puts the copy into the original's place, or throws it away where that is gone. Called as {@link #next}. */
    void replace(long inode) throws IOException {
        int rotated = files.countRotated(maxFiles - 1);
        for (int number = 1; number <= rotated; number++) {
            Path plain = files.rotated(number);
            if (FileStat.find(plain).filter(stat -> stat.inode() == inode).isPresent()) {
                Files.move(files.compressing(), files.compressed(number), StandardCopyOption.ATOMIC_MOVE);
                Files.delete(plain);
                return;
            }
        }
        Files.delete(files.compressing());
    }
}
