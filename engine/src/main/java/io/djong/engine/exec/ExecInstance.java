package io.djong.engine.exec;

import io.djong.model.ContainerId;
import io.djong.model.error.Conflict;
import io.djong.runtime.Exec;
import java.util.Optional;
import java.util.OptionalInt;

/** One exec from its creation on. */
final class ExecInstance {
    private final String id;
    private final ContainerId container;
    private final ExecRequest request;

    /** All guarded by this. */
    private boolean claimed;

    private boolean running;
    private Optional<Exec> process = Optional.empty();
    private OptionalInt exitCode = OptionalInt.empty();

    ExecInstance(String id, ContainerId container, ExecRequest request) {
        this.id = id;
        this.container = container;
        this.request = request;
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

    /** @throws Conflict if it was started before */
    synchronized void claim() {
        if (claimed) {
            throw new Conflict("exec command " + id + (running ? " is already running" : " has already run"));
        }
        claimed = true;
    }

    synchronized void started(Exec newProcess) {
        process = Optional.of(newProcess);
        running = true;
    }

    synchronized void failed(int code) {
        exitCode = OptionalInt.of(code);
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
        int pid = process.map(p -> Math.toIntExact(p.pid())).orElse(0);
        return new ExecView(id, container, request, running, running ? pid : 0, exitCode);
    }
}
