package io.djong.log;

import io.djong.kernel.KernelException;
import io.djong.kernel.event.Inotify;
import io.djong.kernel.event.Inotify.Kind;
import io.djong.kernel.event.Poller;
import io.djong.model.error.Internal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the output of all running containers from their spools to their log files. One thread waits for what inotify
 * says about the spools; another, a platform thread because file calls pin, takes the logs in turn, a batch at a time,
 * so that a container that prints without end does not hold up the others.
 */
public final class LogPump implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogPump.class);
    private static final Set<Kind> KINDS = Set.of(Kind.MODIFY, Kind.MOVED_TO);

    /** How long until a log is looked at again that failed or waits for its new spool, and until a quiet one rests. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final Duration COMPRESSOR_LINGERS = Duration.ofSeconds(5);

    private final Poller poller;
    private final Inotify inotify;
    private final Thread watcher = Thread.ofVirtual().name("log-watcher").unstarted(this::watch);
    private final Thread mover = Thread.ofPlatform().name("log-pump").daemon().unstarted(this::move);

    private final Map<Inotify.Watch, Attached> byWatch = new ConcurrentHashMap<>();
    private final Map<ContainerLog, Attached> byLog = new ConcurrentHashMap<>();

    /** Each log is in it at most once, so it is bounded by their number. */
    private final BlockingQueue<Attached> ready = new LinkedBlockingQueue<>();

    /** Those to be looked at again after a pause. */
    private final Set<Attached> later = ConcurrentHashMap.newKeySet();

    /** Those whose files are open although there is nothing to do. */
    private final Set<Attached> awake = ConcurrentHashMap.newKeySet();

    /** One thread, there while there is something to compress. */
    private final ThreadPoolExecutor compressor = new ThreadPoolExecutor(
            0,
            1,
            COMPRESSOR_LINGERS.toSeconds(),
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().name("log-compressor").daemon().factory());

    private LogPump(Poller poller) {
        this.poller = poller;
        this.inotify = Inotify.open(poller);
    }

    /** Starts the two threads. */
    public static LogPump start(Poller poller) {
        LogPump pump = new LogPump(poller);
        pump.watcher.start();
        pump.mover.start();
        return pump;
    }

    /** By which it waits: for those that take logs on from here. */
    public Poller poller() {
        return poller;
    }

    /**
     * Begins to move a container's output. Called before its conmon is started, or when a running one was found.
     *
     * @param control conmon's control FIFO, {@code ctl} in its bundle; it need not exist yet
     */
    public void attach(ContainerLog log, Path control) {
        log.begin(control);
        Inotify.Watch watch = watch(log);
        Attached attached = new Attached(log, watch);
        byLog.put(log, attached);
        byWatch.put(watch, attached);
        enqueue(attached);
    }

    private Inotify.Watch watch(ContainerLog log) {
        Path spool = log.files().spoolDirectory();
        try {
            return inotify.add(spool, KINDS);
        } catch (KernelException e) {
            throw Internal.failedTo("watch " + spool, e);
        }
    }

    /**
     * Moves what is left and finishes the log. Called when the container has ended: conmon has written all by the time
     * that its exit file appears.
     */
    public void detach(ContainerLog log) {
        forget(log);
        log.finish();
        compress(log);
    }

    /** Stops at once. Logs stay as they are: a later pump goes on where this one was. */
    @Override
    public void close() {
        watcher.interrupt();
        mover.interrupt();
        compressor.shutdownNow();
        try {
            watcher.join();
            mover.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        inotify.close();
    }

    /** A log and whether it waits in the queue. */
    private static final class Attached {
        private final ContainerLog log;
        private final Inotify.Watch watch;
        private boolean queued; // guarded by this
        private long stepped; // by the mover alone

        private Attached(ContainerLog log, Inotify.Watch watch) {
            this.log = log;
            this.watch = watch;
        }

        private synchronized boolean enter() {
            boolean entered = !queued;
            queued = true;
            return entered;
        }

        private synchronized void leave() {
            queued = false;
        }
    }

    private void forget(ContainerLog log) {
        Attached attached = byLog.remove(log);
        if (attached != null) {
            byWatch.remove(attached.watch);
            later.remove(attached);
            awake.remove(attached);
            inotify.remove(attached.watch);
        }
    }

    private void enqueue(Attached attached) {
        if (attached.enter()) {
            ready.add(attached);
        }
    }

    private void watch() {
        try {
            while (true) {
                for (Inotify.Event event : inotify.take()) {
                    if (event.kinds().contains(Kind.OVERFLOW)) {
                        byLog.values().forEach(this::enqueue);
                    }
                    Attached attached = byWatch.get(event.watch());
                    if (attached != null) {
                        enqueue(attached);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the pump was closed
        }
    }

    private void move() {
        PumpBuffers buffers = new PumpBuffers();
        long looked = System.nanoTime();
        try {
            while (true) {
                boolean idle = later.isEmpty() && awake.isEmpty();
                Attached attached = idle ? ready.take() : ready.poll(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
                if (attached != null) {
                    attached.leave();
                    step(attached, buffers);
                }
                if (System.nanoTime() - looked > PAUSE.toNanos()) {
                    looked = System.nanoTime();
                    later.forEach(this::enqueue);
                    later.clear();
                    restQuiet(looked);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the pump was closed
        }
    }

    /** Has those rest that had nothing to do for a while: inotify wakes them. */
    private void restQuiet(long now) {
        awake.removeIf(attached -> {
            boolean quiet = now - attached.stepped > PAUSE.toNanos();
            if (quiet) {
                attached.log.rest();
            }
            return quiet;
        });
    }

    private void step(Attached attached, PumpBuffers buffers) {
        try {
            switch (attached.log.step(buffers)) {
                case AGAIN -> enqueue(attached);
                case SOON -> later.add(attached);
                case WAIT -> {
                    attached.stepped = System.nanoTime();
                    awake.add(attached);
                }
            }
            compress(attached.log);
        } catch (Internal e) {
            LOG.warn("log of container {}: {}", attached.log.files().id().shortId(), e.getMessage());
            later.add(attached);
        } catch (RuntimeException e) { // one log must not end the pump
            LOG.warn("log of container {}", attached.log.files().id().shortId(), e);
            later.add(attached);
        }
    }

    private void compress(ContainerLog log) {
        if (log.takeCompressible()) {
            compressor.execute(() -> {
                try {
                    log.compress();
                } catch (IOException | RuntimeException e) {
                    // They stay as they are until the next rotation; a container that was removed leaves none.
                    LOG.debug("log of container {}: {}", log.files().id().shortId(), e.toString());
                }
            });
        }
    }
}
