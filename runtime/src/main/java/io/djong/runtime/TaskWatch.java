package io.djong.runtime;

import io.djong.kernel.process.ExitStatus;
import io.djong.kernel.process.Pidfd;
import io.djong.kernel.process.Reaper;
import io.djong.model.ContainerId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees a container's end. Its monitor ends last, after all output has been passed on and the exit file written, so the
 * monitor is what is waited for; a client that does not read what is passed on to it gets a moment after the main
 * process's end. Where the monitor was lost, the main process is waited for, whose code the reaper may still get if the
 * monitor was our child.
 */
final class TaskWatch {
    private static final Logger LOG = LoggerFactory.getLogger(TaskWatch.class);
    private static final Duration GRACE = Duration.ofSeconds(1);

    /** How long the last output may take to reach those attached; Docker gives them as much. */
    private static final Duration LAST_OUTPUT = Duration.ofSeconds(2);

    private final Host host;
    private final ContainerId id;
    private final Bundle bundle;
    private final MainProcess process;
    private final Parts parts;
    private final Reaper.Mark since;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable TaskExit exit; // set once, before the latch opens

    private TaskWatch(Host host, Bundle bundle, Parts parts, Reaper.Mark since) {
        this.host = host;
        this.id = bundle.id();
        this.bundle = bundle;
        this.process = parts.process();
        this.parts = parts;
        this.since = since;
    }

    /** Watches from now on; the mark was taken before the container was made or found. Lets go of the attachments at the end. */
    static TaskWatch begin(Host host, Bundle bundle, Parts parts, Reaper.Mark since) {
        TaskWatch watch = new TaskWatch(host, bundle, parts, since);
        Optional<Pidfd> handle = Found.monitor(bundle.id(), parts.monitor());
        if (handle.isEmpty() && !parts.process().isAlive()) {
            watch.end();
        } else {
            Thread.ofVirtual().name("watch-" + bundle.id().shortId()).start(() -> watch.run(handle));
        }
        return watch;
    }

    private void run(Optional<Pidfd> monitor) {
        try {
            if (monitor.isPresent()) {
                try (Pidfd handle = monitor.get()) {
                    follow(handle);
                }
            }
            if (bundle.recordedExit().isEmpty()) {
                LOG.warn("container {}: its monitor is gone; its output is lost from now on", id);
                process.awaitExit(host.poller());
            }
            end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow(Pidfd monitor) throws InterruptedException {
        process.awaitExitOr(monitor.fd(), host.poller());
        if (!monitor.awaitExit(host.poller(), LAST_OUTPUT)) {
            LOG.debug("container {} has ended, and a client does not read its last output", id);
            parts.attachments().takeAside();
            monitor.awaitExit(host.poller());
        }
    }

    private void end() {
        TaskExit recorded = bundle.recordedExit().orElseGet(this::unrecorded);
        boolean outOfMemory = recorded.outOfMemory() || parts.cgroup().outOfMemory();
        parts.cgroup().kill(); // in a PID namespace that is not its own, processes outlive the main one
        exit = new TaskExit(recorded.code(), recorded.at(), outOfMemory);
        ended.countDown();
        parts.attachments().release();
    }

    private TaskExit unrecorded() {
        Instant now = Instant.now();
        try {
            int code = host.reaper()
                    .await(process.pid(), since, process.isAlive() ? Duration.ZERO : GRACE)
                    .map(ExitStatus::exitCode)
                    .orElse(TaskExit.UNKNOWN);
            return new TaskExit(code, now, false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new TaskExit(TaskExit.UNKNOWN, now, false);
        }
    }

    TaskExit await() throws InterruptedException {
        ended.await();
        return exit().orElseThrow();
    }

    Optional<TaskExit> exit() {
        return Optional.ofNullable(exit);
    }
}
