package io.djong.runtime;

import io.djong.kernel.process.Pidfd;
import io.djong.kernel.process.Signal;
import io.djong.model.ContainerId;
import io.djong.model.error.Internal;
import io.djong.runtime.cgroup.Cgroup;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Removes what there is of a container here. Goes on after an error and reports all of them. The bundle, by which the
 * rest is found again, goes last, and stays if something else does.
 */
final class Removal {
    private static final Duration AFTER_KILL = Duration.ofSeconds(5);

    private Removal() {}

    @FunctionalInterface
    private interface Step {
        void run() throws IOException, InterruptedException;
    }

    /** Removes the traces of a container whose processes have ended. */
    static void remove(Bundle bundle, Handling handling, Cgroup cgroup) throws InterruptedException {
        List<Exception> failures = new ArrayList<>();
        if (!handling.shortCuts()) {
            attempt(
                    failures,
                    () -> handling.runtime()
                            .verb("delete", "--force", bundle.id().value()));
        }
        attempt(failures, () -> {
            if (!cgroup.remove()) {
                throw new IOException("its cgroups: device or resource busy");
            }
        });
        attempt(failures, bundle::removeState);
        attempt(failures, bundle::removeExitFile);
        if (failures.isEmpty()) {
            attempt(failures, bundle::removeDirectory);
        }
        if (!failures.isEmpty()) {
            throw failed(bundle.id(), failures);
        }
    }

    private static void attempt(List<Exception> failures, Step step) throws InterruptedException {
        try {
            step.run();
        } catch (IOException | RuntimeException e) {
            failures.add(e);
        }
    }

    private static Internal failed(ContainerId id, List<Exception> failures) {
        String reasons =
                failures.stream().map(e -> String.valueOf(e.getMessage())).collect(Collectors.joining("; "));
        Internal failed =
                new Internal("failed to remove what is left of container " + id + ": " + reasons, failures.getFirst());
        failures.stream().skip(1).forEach(failed::addSuppressed);
        return failed;
    }

    /** Kills whatever there is of a container and removes its traces. */
    static void purge(Host host, ContainerId id) throws InterruptedException {
        Bundle bundle = new Bundle(host.paths(), id);
        if (!bundle.exists()) {
            return;
        }
        Cgroup cgroup = host.cgroups().group(bundle.cgroupsPath());
        Handling handling = bundle.handling(host.runtimes());
        long deadline = System.nanoTime() + AFTER_KILL.toNanos();
        boolean found = true;
        while (found && System.nanoTime() < deadline) {
            found = killFound(host, id, handling.runtime(), deadline); // and then those that they started meanwhile
        }
        if (found) {
            throw new Internal("processes of container " + id + " do not end although they were killed");
        }
        remove(bundle, handling, cgroup);
    }

    /** Kills the processes there are and waits for their ends. @return whether there were any */
    private static boolean killFound(Host host, ContainerId id, OciRuntime runtime, long deadline)
            throws InterruptedException {
        List<Pidfd> found = Found.all(host.paths(), id, runtime);
        try {
            List<Pidfd> alive = found.stream().filter(Pidfd::isAlive).toList(); // others are still to be reaped
            alive.forEach(process -> process.signal(Signal.KILL));
            for (Pidfd process : alive) {
                process.awaitExit(host.poller(), Duration.ofNanos(deadline - System.nanoTime()));
            }
            return !alive.isEmpty();
        } finally {
            found.forEach(Pidfd::close);
        }
    }

    /** Completes a removal that failed: purges a bundle whose main process is gone. */
    static void complete(Host host, Bundle bundle) throws InterruptedException {
        if (!bundle.exists()) {
            return;
        }
        OptionalLong pid = bundle.pid();
        try (MainProcess process = pid.isEmpty() ? MainProcess.gone(0) : Found.main(bundle.id(), pid.getAsLong())) {
            if (!process.isAlive()) {
                purge(host, bundle.id());
            }
        }
    }

    /** Purges after a failure, also of a thread that is interrupted; what fails here is added to the failure. */
    static void undo(Host host, ContainerId id, Exception cause) {
        boolean interrupted = Thread.interrupted();
        try {
            purge(host, id);
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        } catch (InterruptedException e) {
            interrupted = true;
            cause.addSuppressed(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
