package io.djong.log;

import io.djong.kernel.KernelException;
import io.djong.kernel.file.OpenFile;
import io.djong.model.error.Internal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

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
    private long generation;
    private boolean running;
    private boolean compressible;

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
     * @throws IOException as the sink does
     * @throws InterruptedException if interrupted while waiting
     */
    public void read(LogQuery query, LogSink sink) throws IOException, InterruptedException {
        try (LogReader reader = new LogReader(this, query, sink)) {
            reader.run();
        } catch (KernelException e) {
            throw failure("read", e);
        }
    }

    /**
     * Gives all entries from a place on, and goes on until the container has ended or the sink wants no more. Where the
     * file of that place is gone, begins with the oldest that is left.
     *
     * @throws IOException as the sink does
     * @throws InterruptedException if interrupted while waiting
     */
    public void follow(LogPosition from, LogSink sink) throws IOException, InterruptedException {
        try (LogReader reader = new LogReader(this, LogQuery.ALL, sink)) {
            reader.follow(from);
        } catch (KernelException e) {
            throw failure("follow", e);
        }
    }

    /** The end of what has been written so far. */
    public LogPosition end() {
        lock.lock();
        try {
            return new LogPosition(generation, size);
        } finally {
            lock.unlock();
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
        } catch (RuntimeException e) {
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

    /** Closes the files; they are opened again for the next batch. An idle log costs no descriptor. */
    void rest() {
        lock.lock();
        try {
            release();
        } finally {
            lock.unlock();
        }
    }

    /** Whether there are files to be compressed since the last call. */
    boolean takeCompressible() {
        lock.lock();
        try {
            boolean taken = compressible && settings.compress();
            compressible = false;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Compresses the rotated files that are not yet. Called by one thread at a time. */
    void compress() throws IOException {
        Compression compression = new Compression(files, settings.maxFiles());
        while (true) {
            Optional<OpenFile> next = locked(compression::next);
            if (next.isEmpty()) {
                return;
            }
            long inode;
            try (OpenFile plain = next.get()) {
                inode = plain.stat().inode();
                compression.compress(plain);
            }
            lock.lock();
            try {
                compression.replace(inode);
            } finally {
                lock.unlock();
            }
        }
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Moves all that the spool holds now, and holds still what a reader needs to begin: no rotation happens meanwhile.
     */
    LogSnapshot snapshot() {
        lock.lock();
        boolean wasOpen = pump.isPresent();
        try {
            SpoolPump opened = opened();
            PumpBuffers buffers = new PumpBuffers();
            long goal = opened.spoolSize();
            boolean leaving = opened.leavingSpool();
            while (opened.step(buffers) && (leaving || opened.spoolOffset() < goal)) {
                leaving &= opened.leavingSpool();
            }
            note(opened);
            return LogSnapshot.take(files, settings.maxFiles(), size, generation);
        } finally {
            if (!wasOpen) {
                release();
            }
            lock.unlock();
        }
    }

    /**
     * Waits until there is more in the driver's file than a reader has read.
     *
     * @param seen the generation of the reader's file
     * @param position of the reader in that file
     * @param until a time at which to stop waiting
     */
    Growth awaitGrowth(long seen, long position, Optional<Instant> until) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (running && generation == seen && size == position) {
                if (until.isEmpty()) {
                    changed.await();
                    continue;
                }
                long left = Instant.now().until(until.get(), ChronoUnit.NANOS);
                if (left <= 0 || !changed.await(left, TimeUnit.NANOSECONDS)) {
                    return new Growth(generation, size, true);
                }
            }
            return new Growth(generation, size, !running);
        } finally {
            lock.unlock();
        }
    }

    /** What a waiting reader finds. */
    record Growth(long generation, long size, boolean last) {}

    /** A file of the log with its generation. */
    record Generation(LogPart part, long number) {}

    /** Opens a generation or, where it is gone since its reader was slow, the oldest that is left after it. */
    Generation openGeneration(long wanted) {
        lock.lock();
        try {
            for (int age = (int) Math.min(generation - wanted, settings.maxFiles() - 1L); age > 0; age--) {
                Optional<LogPart> part = LogPart.rotated(files, age);
                if (part.isPresent()) {
                    return new Generation(part.get(), generation - age);
                }
            }
            return new Generation(LogPart.current(files, size), generation);
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
        if (size != opened.driverSize() || generation != opened.generation()) {
            compressible |= generation != opened.generation();
            size = opened.driverSize();
            generation = opened.generation();
            changed.signalAll();
        }
    }
}
