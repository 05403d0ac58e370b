package io.djong.engine.exec;

import io.djong.model.ContainerId;
import io.djong.model.error.Conflict;
import io.djong.runtime.Exec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One exec from its creation on. */
final class ExecInstance {
    private final String id;
    private final ContainerId container;
    private final ExecRequest request;
    private final List<String> linkVariables;
    private final CountDownLatch begun = new CountDownLatch(1);

    /** All guarded by this. */
    private boolean claimed;

    private boolean running;
    private Optional<Exec> process = Optional.empty();
    private int pid;
    private OptionalInt exitCode = OptionalInt.empty();

    /** @param linkVariables of the container, when this was made */
    ExecInstance(String id, ContainerId container, ExecRequest request, List<String> linkVariables) {
        this.id = id;
        this.container = container;
        this.request = request;
        this.linkVariables = List.copyOf(linkVariables);
    }

    String id() {
        return id;
    }

    ContainerId container() {
        return container;
    }

    ExecRequest request() {
        return request;
    }

    List<String> linkVariables() {
        return linkVariables;
    }

    /** @throws Conflict if it was started before */
    synchronized void claim() {
        if (claimed) {
            throw new Conflict("exec command " + id + (running ? " is already running" : " has already run"));
        }
        claimed = true;
    }

    synchronized boolean isClaimed() {
        return claimed;
    }

    synchronized void started(Exec newProcess) {
        process = Optional.of(newProcess);
        pid = Math.toIntExact(newProcess.pid());
        running = true;
        begun.countDown();
    }

    synchronized void failed(int code) {
        exitCode = OptionalInt.of(code);
        begun.countDown();
    }

    /** Waits until it has started, or could not. @return false if neither happened in time */
    boolean awaitStart(Duration limit) throws InterruptedException {
        return begun.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Whether it ever was a process. */
    synchronized boolean wasStarted() {
        return pid != 0;
    }

    synchronized void ended(OptionalInt code) {
        running = false;
        process = Optional.empty();
        exitCode = code;
    }

    synchronized boolean isRunning() {
        return running;
    }

    synchronized Optional<Exec> process() {
        return running ? process : Optional.empty();
    }

    synchronized ExecView view() {
        return new ExecView(id, container, request, running, pid, exitCode);
    }
}
