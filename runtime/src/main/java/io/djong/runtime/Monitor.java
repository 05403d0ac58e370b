package io.djong.runtime;

import io.djong.kernel.Fd;
import io.djong.kernel.KernelException;
import io.djong.kernel.event.FdInput;
import io.djong.kernel.process.Child;
import io.djong.kernel.process.ExitStatus;
import io.djong.kernel.process.Spawn;
import io.djong.kernel.socket.Pipe;
import io.djong.model.ContainerId;
import io.djong.model.error.InvalidArgument;
import io.djong.model.error.Unavailable;
import io.djong.model.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A conmon at work for a container: begun, it waits for the word to create it, as its own start takes a while and can
 * go before.
 *
 * <p>conmon says on its sync pipe, descriptor 3 here, how the creation went: {@code {"pid": 123}}, or {@code {"pid": -1,
 * "message": …}} with what the runtime wrote on its standard error. It waits for the end of its start pipe, descriptor 4
 * here. With {@code --sync} it forks once less and stays our child. It takes over descriptors 0 to 2 of its own, so
 * that what it writes to the standard error that it is given is only about its own start.
 */
final class Monitor implements AutoCloseable {
    private static final int SYNC = 3;
    private static final int START = 4;
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);
    private static final int MAX_DIRECTORY = 107 - "/conmon-term.XXXXXX".length();
    private static final int MAX_LINE = 64 * 1024;

    private final Host host;
    private final Duty duty;
    private final Spawn spawn;
    private final Child child;
    private final Pipes pipes;

    private Monitor(Host host, Duty duty, Spawn spawn, Child child, Pipes pipes) {
        this.host = host;
        this.duty = duty;
        this.spawn = spawn;
        this.child = child;
        this.pipes = pipes;
    }

    /** What a monitor has to do: have the runtime make the container, pass on the streams, hold descriptors open. */
    record Duty(OciRuntime runtime, Stdio stdio, List<Fd> held) {
        Duty {
            held = List.copyOf(held);
        }
    }

    /** How we talk with one until it has created its container. */
    private record Pipes(Pipe sync, Pipe start, Pipe errors) implements AutoCloseable {
        static Pipes open() {
            return new Pipes(Pipe.fromChild(), Pipe.toChild(), Pipe.fromChild());
        }

        Spawn passedTo(Spawn spawn) {
            return spawn.descriptor(2, errors.writing())
                    .descriptor(SYNC, sync.writing())
                    .descriptor(START, start.reading());
        }

        /** Closes the child's ends. */
        void closeFarEnds() {
            sync.writing().close();
            start.reading().close();
            errors.writing().close();
        }

        @Override
        public void close() {
            sync.close();
            start.close();
            errors.close();
        }
    }

    /** Starts one in the container's bundle, which must be there; its configuration need not be yet. */
    static Monitor begin(Host host, ContainerId id, Duty duty) throws InterruptedException {
        Spawn spawn = spawn(host.paths(), id, duty);
        Pipes pipes = Pipes.open();
        try {
            Spawn whole = pipes.passedTo(spawn);
            int number = START;
            for (Fd fd : duty.held()) {
                whole = whole.descriptor(++number, fd);
            }
            Child child = host.reaper().spawn(whole);
            pipes.closeFarEnds();
            return new Monitor(host, duty, spawn, child, pipes);
        } catch (KernelException e) {
            pipes.close();
            throw new Unavailable("failed to start conmon: " + e.getMessage(), e);
        }
    }

    /** Whether it was begun as one for this duty would be now. */
    boolean suits(ContainerId id, Duty asked) throws InterruptedException {
        return duty.equals(asked) && spawn.equals(spawn(host.paths(), id, asked));
    }

    long pid() {
        return child.pid();
    }

    /** Has it create the container. @return the main process's number */
    long create() throws InterruptedException {
        pipes.start().writing().close();
        try {
            return answer();
        } catch (IOException e) {
            throw new StartFailure("failed to read from conmon: " + e.getMessage(), StartMessages.CANNOT_START);
        }
    }

    /** Ends one that was never to create anything. */
    void discard() throws InterruptedException {
        try (this) {
            child.kill();
            child.await(LAST_WORDS);
        }
    }

    @Override
    public void close() {
        pipes.close();
    }

    private long answer() throws IOException, InterruptedException {
        try {
            String line = firstLine(new FdInput(pipes.sync().reading(), host.poller()));
            if (line.isEmpty()) {
                child.await();
                throw silent(new FdInput(pipes.errors().reading(), host.poller()));
            }
            return pid(line);
        } catch (StartFailure e) {
            if (child.await(LAST_WORDS).isEmpty()) {
                child.kill();
            }
            throw e;
        } catch (InterruptedIOException e) {
            Thread.interrupted(); // told by the exception from here on
            child.kill(); // and with it, by its parent-death signal, the runtime
            Optional<ExitStatus> end = child.await(LAST_WORDS);
            throw new InterruptedException(
                    "creating a container; its monitor " + (end.isPresent() ? "was ended" : "is still there"));
        }
    }

    private static Spawn spawn(RuntimePaths paths, ContainerId id, Duty duty) throws InterruptedException {
        Map<String, String> environment = new HashMap<>(duty.runtime().environment());
        environment.put("_OCI_SYNCPIPE", String.valueOf(SYNC));
        environment.put("_OCI_STARTPIPE", String.valueOf(START));
        if (paths.bundle(id).toString().length() <= MAX_DIRECTORY) {
            environment.put("TMPDIR", paths.bundle(id).toString()); // where conmon makes its console socket
        }
        return Spawn.of(paths.conmon(), arguments(paths, id, duty))
                .environment(environment)
                .directory(paths.bundle(id));
    }

    private static List<String> arguments(RuntimePaths paths, ContainerId id, Duty duty) {
        Stdio stdio = duty.stdio();
        String bundle = paths.bundle(id).toString();
        List<String> arguments = new ArrayList<>(List.of(
                "--sync",
                "--full-attach",
                "--no-sync-log",
                "--cid=" + id,
                "--cuuid=" + id,
                "--bundle=" + bundle,
                "--container-pidfile=" + bundle + "/" + Bundle.PID_FILE,
                "--exit-dir=" + paths.exits(),
                "--runtime=" + duty.runtime().path(),
                "--log-path=" + (stdio.spool().toString().isEmpty() ? "off:" : "k8s-file:" + stdio.spool())));
        List<String> before = new ArrayList<>(duty.runtime().command().arguments());
        before.add("--root=" + paths.runtimeRoot());
        before.add("--log=" + bundle + "/" + Bundle.RUNTIME_LOG);
        before.forEach(argument -> arguments.add("--runtime-arg=" + argument));
        if (stdio.terminal()) {
            arguments.add("--terminal");
        }
        if (stdio.input() != Stdio.Input.NONE) {
            arguments.add("--stdin");
        }
        if (stdio.input() == Stdio.Input.KEPT) {
            arguments.add("--leave-stdin-open");
        }
        return arguments;
    }

    private static String firstLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        byte[] buffer = new byte[4096];
        int count = in.read(buffer);
        while (count > 0 && line.length() < MAX_LINE) {
            line.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
            int end = line.indexOf("\n");
            if (end >= 0) {
                return line.substring(0, end);
            }
            count = in.read(buffer);
        }
        return line.toString();
    }

    private static long pid(String line) {
        JsonNode answer;
        try {
            answer = Json.tree(line.getBytes(StandardCharsets.UTF_8));
        } catch (InvalidArgument e) {
            throw new StartFailure("conmon answered " + line, StartMessages.CANNOT_START);
        }
        long pid = answer.path("pid").asLong(answer.path("data").asLong(-1));
        if (pid > 0) {
            return pid;
        }
        throw StartMessages.createFailed(answer.path("message").asString(""));
    }

    /** conmon ended without a word on the sync pipe. */
    private static StartFailure silent(InputStream errors) throws IOException {
        String text = new String(errors.readNBytes(MAX_LINE), StandardCharsets.UTF_8).strip();
        return new StartFailure(
                "failed to create the container: conmon: " + (text.isEmpty() ? "the runtime ended silently" : text),
                StartMessages.CANNOT_START);
    }
}
