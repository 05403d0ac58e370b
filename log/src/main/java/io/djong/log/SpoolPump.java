package io.djong.log;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves one container's output from the spool to the driver's file, so that no kill of the daemon loses or doubles a
 * line. Used under its {@link ContainerLog}'s lock.
 *
 * <p>A batch is written in two steps: entries to the driver's file at the position where the last batch ended, then the
 * {@link Progress}. After a kill between the two the next start finds the progress before the batch, makes the same
 * entries of the same records and writes them over those that are there already. What a line's entry is depends on the
 * records alone, not on how they were batched, so even a program that reads the file meanwhile sees no change.
 *
 * <p>The two renames, of the spool and of the driver's file, are announced in the progress before they are done, and
 * the progress says so once they are. After a kill the files tell whether an announced rename has happened: the old
 * spool exists; the driver's file is empty.
 */
final class SpoolPump implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolPump.class);

    /** A spool is left for a new one once so much of it is consumed. */
    private static final long SPOOL_BOUND = 16L * 1024 * 1024;

    /** conmon answers within milliseconds; after this long it has not got the message. */
    private static final Duration REOPEN_GRACE = Duration.ofSeconds(5);

    private final LogSettings settings;
    private final long spoolBound;
    private final Spool spool;
    private final DriverFile driver;
    private final ProgressFile progressFile;
    private final LineJoiner joiner;
    private Progress progress = Progress.START;
    private long toldToReopen;

    private SpoolPump(LogFiles files, LogSettings settings, long spoolBound, Runnable afterStep) {
        this.settings = settings;
        this.spoolBound = spoolBound;
        this.joiner = new LineJoiner(settings.attributes());
        this.spool = new Spool(files, afterStep);
        this.progressFile = ProgressFile.open(files.progress(), afterStep);
        this.driver = new DriverFile(files, settings.maxFiles(), afterStep);
    }

    /** Opens the files and puts right what a kill has left. */
    static SpoolPump open(LogFiles files, LogSettings settings) {
        return open(files, settings, SPOOL_BOUND, () -> {});
    }

    /**
     * Opens the files.
     *
     * @param spoolBound after how much a spool is left for a new one
     * @param afterStep called whenever a file has changed, so that a test can end it all there
     */
    static SpoolPump open(LogFiles files, LogSettings settings, long spoolBound, Runnable afterStep) {
        SpoolPump pump = new SpoolPump(files, settings, spoolBound, afterStep);
        try {
            pump.recover();
            return pump;
        } catch (RuntimeException e) {
            pump.close();
            throw e;
        }
    }

    /** How much of the driver's file counts. */
    long driverSize() {
        return progress.driverSize();
    }

    /** How often the driver's file was rotated since the log began. */
    long generation() {
        return progress.generation();
    }

    /** How much is in the spool that is being read. */
    long spoolSize() {
        return spool.size();
    }

    long spoolOffset() {
        return progress.spoolOffset();
    }

    /** Whether the spool is being changed for a new one, which needs a look from time to time. */
    boolean leavingSpool() {
        return progress.leavingSpool();
    }

    /**
     * Moves one batch.
     *
     * @return whether there may be more
     */
    boolean step(PumpBuffers buffers) {
        // Looked at before the old one is read: what is read then is all there will ever be in it.
        boolean oldIsComplete = progress.leavingSpool() && spool.hasCurrent();
        buffers.in.clear();
        int read = spool.read(buffers.in, progress.spoolOffset());
        if (read > 0 && pump(buffers, read)) {
            return true;
        }
        if (oldIsComplete) {
            toNextSpool();
            return true;
        }
        return false;
    }

    /** Has conmon write to a new spool, once the one being read is large; asks again if it seems not to have heard. */
    void boundSpool(Path control) {
        if (progress.leavingSpool()) {
            boolean late = System.nanoTime() - toldToReopen > REOPEN_GRACE.toNanos();
            if (late && !spool.hasCurrent()) {
                tellToReopen(control);
            }
        } else if (progress.spoolOffset() >= spoolBound) {
            commit(progress.leaving());
            spool.rename();
            tellToReopen(control);
        }
    }

    /** The container has ended and conmon has written all: ends unfinished lines, removes the spool. */
    void finish(PumpBuffers buffers) {
        while (step(buffers)) {
            // until all is read
        }
        joiner.end(buffers.out);
        flush(buffers, progress.spoolOffset());
        if (!progress.leavingSpool() && spool.hasCurrent()) {
            commit(progress.leaving());
            spool.rename();
        }
        toNextSpool();
    }

    @Override
    public void close() {
        spool.close();
        driver.close();
        progressFile.close();
    }

    private void recover() {
        toldToReopen = System.nanoTime();
        Optional<Progress> last = progressFile.read(joiner);
        if (last.isEmpty()) {
            // Said before anything is written: what a kill leaves in the file is then known not to count.
            commit(new Progress(0, spool.hasOld(), driver.size(), false, 0));
        } else {
            progress = last.get();
        }
        if (progress.rotatingDriver()) {
            finishRotation();
        }
        long size = driver.size();
        if (size < progress.driverSize()) {
            progress = progress.withDriverSize(size);
        }
        boolean old = progress.leavingSpool() && spool.hasOld();
        if (!old) {
            spool.deleteOld();
            progress = progress.staying();
        }
        spool.choose(old);
        if (spool.size() < progress.spoolOffset()) {
            LOG.warn("spool of the log is shorter than what was read of it; reading it from its start");
            joiner.clear();
            progress = progress.pumped(0, progress.driverSize());
        }
    }

    private void finishRotation() {
        if (driver.size() > 0) {
            driver.rotate();
        }
        commit(progress.rotated());
    }

    /** Makes entries of all whole records in the buffer; false if there was not one. Commits when they are written. */
    private boolean pump(PumpBuffers buffers, int read) {
        byte[] in = buffers.in.array();
        long base = progress.spoolOffset();
        int at = 0;
        int end;
        rotateIfFull();
        while ((end = newline(in, at, read)) >= 0) {
            if (buffers.record.parse(in, at, end)) {
                joiner.accept(buffers.record, in, end, buffers.out);
            } else {
                LOG.debug("not a record in the spool, at {}", base + at);
            }
            at = end + 1;
            if (isFull(buffers.out.length())) {
                flush(buffers, base + at);
                rotateIfFull();
            }
        }
        if (at == 0 && read == in.length) {
            // No record is that long: something else wrote here. The rest of it is then no record either.
            at = read;
        }
        if (at > 0) {
            flush(buffers, base + at);
        }
        return at > 0;
    }

    private boolean isFull(int pending) {
        return pending >= PumpBuffers.WRITE
                || (settings.maxSize() != LogSettings.UNLIMITED
                        && progress.driverSize() + pending >= settings.maxSize());
    }

    private void flush(PumpBuffers buffers, long spoolOffset) {
        JsonWriter out = buffers.out;
        long size = progress.driverSize();
        if (out.length() > 0) {
            // Less than was written: somebody has emptied the file, as people do when a disk is full.
            size = Math.min(size, driver.size());
            driver.write(out.buffer(), out.length(), size);
            size += out.length();
        }
        out.clear();
        if (spoolOffset != progress.spoolOffset() || size != progress.driverSize()) {
            commit(progress.pumped(spoolOffset, size));
        }
    }

    /**
     * Begins a new file for the next entries. Not while a batch is in the making: the unfinished lines that go with the
     * progress would be those of a later point.
     */
    private void rotateIfFull() {
        if (settings.maxSize() != LogSettings.UNLIMITED && progress.driverSize() >= settings.maxSize()) {
            commit(progress.rotating());
            driver.rotate();
            commit(progress.rotated());
        }
    }

    private void toNextSpool() {
        commit(progress.nextSpool());
        spool.deleteOld();
        spool.choose(false);
    }

    private void tellToReopen(Path control) {
        toldToReopen = System.nanoTime();
        if (!Spool.tellToReopen(control)) {
            LOG.debug("nobody reads {}", control);
        }
    }

    private void commit(Progress next) {
        progressFile.write(next, joiner);
        progress = next;
    }

    private static int newline(byte[] in, int from, int to) {
        for (int i = from; i < to; i++) {
            if (in[i] == '\n') {
                return i;
            }
        }
        return -1;
    }
}
