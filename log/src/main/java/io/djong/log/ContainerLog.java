package io.djong.log;

import io.djong.kernel.KernelException;
import io.djong.kernel.file.Access;
import io.djong.kernel.file.OpenFile;
import io.djong.model.error.Internal;
import io.djong.model.error.NotImplemented;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A container's log. Opened before its conmon is started, and for every known container when the daemon starts; kept
 * until the container is removed. While the container runs it is attached to the {@link LogPump}. All methods may be
 * called by any thread.
 */
public final class ContainerLog implements AutoCloseable {
    private final LogFiles files;
    private final LogSettings settings;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // All guarded by lock. The pump is there while attached, or for the length of a call.
    private Optional<SpoolPump> pump = Optional.empty();
    private Optional<Path> control = Optional.empty();
    private long size;
    private int rotations;
    private boolean running;

    private ContainerLog(LogFiles files, LogSettings settings) {
        this.files = files;
        this.settings = settings;
    }

    /** Opens the log, making the spool's directory if it is missing. */
    public static ContainerLog open(LogFiles files, LogSettings settings) {
        try {
            Files.createDirectories(files.spoolDirectory());
        } catch (IOException e) {
            throw Internal.failedTo("create " + files.spoolDirectory(), e);
        }
        return new ContainerLog(files, settings);
    }

    public LogFiles files() {
        return files;
    }

    public LogSettings settings() {
        return settings;
    }

    /**
     * Gives the entries that a query selects, in order; sees all that the container has written before the call. With
     * {@link LogQuery#follow} it goes on until the container has ended, the time {@link LogQuery#until} has passed or
     * the sink wants no more; a container that does not run is not waited for.
     *
     * @throws NotImplemented if the driver keeps nothing
     * @throws IOException as the sink does
     * @throws InterruptedException if interrupted while waiting
     */
    public void read(LogQuery query, LogSink sink) throws IOException, InterruptedException {
        if (settings.driver() == LogSettings.Driver.NONE) {
            throw new NotImplemented("configured logging driver does not support reading");
        }
        try (LogReader reader = new LogReader(this, query, sink)) {
            reader.run();
        } catch (KernelException e) {
            throw failure("read", e);
        }
    }

    /**
     * Takes over what is left of the output of a container that has ended, ends its unfinished lines and those who
     * follow the log, and removes the spool. Called by {@link LogPump#detach}; by the engine for a container that ended
     * while the daemon was not there. Doing it again does nothing.
     */
    public void finish() {
        lock.lock();
        try {
            PumpBuffers buffers = new PumpBuffers();
            opened().finish(buffers);
            note(opened());
        } catch (KernelException e) {
            throw failure("finish", e);
        } finally {
            running = false;
            control = Optional.empty();
            release();
            changed.signalAll();
            lock.unlock();
        }
    }

    /** Ends those who follow the log and closes its files; they stay as they are. */
    @Override
    public void close() {
        lock.lock();
        try {
            running = false;
            release();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The container runs, or is about to. */
    void begin(Path controlFifo) {
        lock.lock();
        try {
            control = Optional.of(controlFifo);
            running = true;
            note(opened());
        } catch (KernelException e) {
            throw failure("open", e);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Moves one batch.
     *
     * @return what the pump should do next about this log
     * @throws Internal if the disk is full or broken; the batch is done again by a later call
     */
    Next step(PumpBuffers buffers) {
        lock.lock();
        try {
            if (!running) {
                return Next.WAIT;
            }
            SpoolPump opened = opened();
            boolean more = opened.step(buffers);
            control.ifPresent(opened::boundSpool);
            note(opened);
            if (more) {
                return Next.AGAIN;
            }
            return opened.leavingSpool() ? Next.SOON : Next.WAIT;
        } catch (KernelException | Internal e) {
            buffers.out.clear();
            release();
            throw e instanceof KernelException refusal ? failure("write", refusal) : e;
        } finally {
            lock.unlock();
        }
    }

    /** See {@link #step}. */
    enum Next {
        /** There may be more. */
        AGAIN,
        /** Look again in a while, whether or not something is written. */
        SOON,
        /** Nothing is to be done until something is written. */
        WAIT
    }

    /**
     * Moves all that the spool holds now, and holds still what a reader needs to begin: no rotation happens meanwhile.
     */
    LogSnapshot snapshot() {
        lock.lock();
        try {
            SpoolPump opened = opened();
            PumpBuffers buffers = new PumpBuffers();
            long goal = opened.spoolSize();
            boolean leaving = opened.leavingSpool();
            while (opened.step(buffers) && (leaving || opened.spoolOffset() < goal)) {
                leaving &= opened.leavingSpool();
            }
            note(opened);
            return LogSnapshot.take(files, settings.maxFiles(), size, rotations);
        } finally {
            if (!running) {
                release();
            }
            lock.unlock();
        }
    }

    /**
     * Waits until there is more in the driver's file than a reader has read.
     *
     * @param seenRotations of the log when the reader's file was the current one
     * @param position of the reader in that file
     * @param until a time at which to stop waiting
     */
    Growth awaitGrowth(int seenRotations, long position, Optional<Instant> until) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (running && rotations == seenRotations && size == position) {
                if (until.isEmpty()) {
                    changed.await();
                    continue;
                }
                long left = Instant.now().until(until.get(), ChronoUnit.NANOS);
                if (left <= 0 || !changed.await(left, TimeUnit.NANOSECONDS)) {
                    return new Growth(rotations, size, true);
                }
            }
            return new Growth(rotations, size, !running);
        } finally {
            lock.unlock();
        }
    }

    /** What a waiting reader finds. */
    record Growth(int rotations, long size, boolean last) {}

    /** The driver's file that was the current one after so many rotations. */
    record Generation(OpenFile file, int number) {}

    /** Opens a generation or, where it is gone since its reader was slow, the oldest that is left after it. */
    Generation openGeneration(int wanted) {
        lock.lock();
        try {
            for (int age = Math.min(rotations - wanted, settings.maxFiles() - 1); age > 0; age--) {
                if (Files.exists(files.rotated(age))) {
                    return new Generation(OpenFile.open(files.rotated(age), Access.READ), rotations - age);
                }
            }
            return new Generation(OpenFile.open(files.driverFile(), Access.READ), rotations);
        } finally {
            lock.unlock();
        }
    }

    private Internal failure(String verb, KernelException cause) {
        return Internal.failedTo(verb + " the log of container " + files.id().shortId(), cause);
    }

    private SpoolPump opened() {
        SpoolPump opened = pump.orElseGet(() -> SpoolPump.open(files, settings));
        pump = Optional.of(opened);
        return opened;
    }

    private void release() {
        pump.ifPresent(SpoolPump::close);
        pump = Optional.empty();
    }

    private void note(SpoolPump opened) {
        int turned = opened.takeRotations();
        if (size != opened.driverSize() || turned > 0) {
            size = opened.driverSize();
            rotations += turned;
            changed.signalAll();
        }
    }
}
