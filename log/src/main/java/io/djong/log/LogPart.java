package io.djong.log;

import io.djong.kernel.Errno;
import io.djong.kernel.KernelException;
import io.djong.kernel.file.Access;
import io.djong.kernel.file.OpenFile;
import io.djong.model.error.Internal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * One of a log's files, open for reading: a later rotation does not take it away. What is compressed is unpacked at the
 * first look into it, into a file without a name, so that all of them can be read backwards and searched. Used by one
 * thread.
 */
final class LogPart implements AutoCloseable {
    private static final int BLOCK = 64 * 1024;

    /** More than the clock of files' times lags behind that of entries' times: a tick of the kernel. */
    private static final Duration COARSE = Duration.ofSeconds(1);

    private final LogFiles files;
    private OpenFile file;
    private boolean packed;
    private long end;

    private LogPart(LogFiles files, OpenFile file, boolean packed, long end) {
        this.files = files;
        this.file = file;
        this.packed = packed;
        this.end = end;
    }

    /** The file that is being written, of which so much counts. */
    static LogPart current(LogFiles files, long size) {
        return new LogPart(files, OpenFile.open(files.driverFile(), Access.READ), false, size);
    }

    /** A rotated file, if there is one of this number. */
    static Optional<LogPart> rotated(LogFiles files, int number) {
        Optional<OpenFile> plain = find(files.rotated(number));
        return plain.isPresent()
                ? plain.map(file -> new LogPart(files, file, false, file.size()))
                : find(files.compressed(number)).map(file -> new LogPart(files, file, true, 0));
    }

    private static Optional<OpenFile> find(Path path) {
        try {
            return Optional.of(OpenFile.open(path, Access.READ));
        } catch (KernelException e) {
            if (e.is(Errno.ENOENT)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    OpenFile file() {
        unpack();
        return file;
    }

    /** How much of the file counts. */
    long end() {
        unpack();
        return end;
    }

    /** Whether the file was complete before a time: its entries are then from before that, too. */
    boolean endedBefore(Timestamp time) {
        return Timestamp.of(file.stat().modified().plus(COARSE)).compareTo(time) < 0;
    }

    private void unpack() {
        if (!packed) {
            return;
        }
        try (OpenFile compressed = file;
                InputStream in = new GZIPInputStream(compressed.inputStream(), BLOCK)) {
            Path path = Files.createTempFile(files.directory(), "log-", ".tmp");
            file = OpenFile.open(path, Access.READ_WRITE);
            Files.delete(path);
            OutputStream out = file.outputStream(); // not closed: the file stays
            in.transferTo(out);
        } catch (IOException e) {
            throw Internal.failedTo("unpack " + file, e);
        }
        packed = false;
        end = file.size();
    }

    @Override
    public void close() {
        file.close();
    }
}
