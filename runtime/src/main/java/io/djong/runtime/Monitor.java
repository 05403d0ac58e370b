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
 * Starts conmon, which creates the container.
 *
 * <p>conmon says on its sync pipe, descriptor 3 here, how that went: {@code {"pid": 123}}, or {@code {"pid": -1,
 * "message": …}} with what the runtime wrote on its standard error. With {@code --sync} it forks once less and stays
 * our child. It takes over descriptors 0 to 2 of its own, so that what it writes to the standard error that it is given
 * is only about its own start.
 */
final class Monitor {
    private static final int SYNC = 3;
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);
    private static final int MAX_DIRECTORY = 107 - "/conmon-term.XXXXXX".length();
    private static final int MAX_LINE = 64 * 1024;

    /** A container made: its main process and its monitor. */
    record Started(long pid, Child monitor) {}

    /** What a monitor has to do: pass on the streams, and hold descriptors open. */
    record Duty(Stdio stdio, List<Fd> held) {
        Duty {
            held = List.copyOf(held);
        }
    }

    private Monitor() {}

    static Started start(Host host, ContainerId id, Duty duty) throws InterruptedException {
        RuntimePaths paths = host.paths();
        Map<String, String> environment = new HashMap<>(host.runtime().environment());
        environment.put("_OCI_SYNCPIPE", String.valueOf(SYNC));
        if (paths.bundle(id).toString().length() <= MAX_DIRECTORY) {
            environment.put("TMPDIR", paths.bundle(id).toString()); // where conmon makes its console socket
        }
        try (Pipe sync = Pipe.fromChild();
                Pipe errors = Pipe.fromChild()) {
            Spawn spawn = Spawn.of(paths.conmon(), arguments(host, id, duty.stdio()))
                    .environment(environment)
                    .directory(paths.bundle(id))
                    .descriptor(2, errors.writing())
                    .descriptor(SYNC, sync.writing());
            int number = SYNC;
            for (Fd fd : duty.held()) {
                spawn = spawn.descriptor(++number, fd);
            }
            Child monitor = host.reaper().spawn(spawn);
            sync.writing().close();
            errors.writing().close();
            return new Started(answer(host, monitor, sync, errors), monitor);
        } catch (IOException e) {
            throw new StartFailure("failed to read from conmon: " + e.getMessage(), StartMessages.CANNOT_START);
        } catch (KernelException e) {
            throw new Unavailable("failed to start conmon: " + e.getMessage(), e);
        }
    }

    private static long answer(Host host, Child monitor, Pipe sync, Pipe errors)
            throws IOException, InterruptedException {
        try {
            String line = firstLine(new FdInput(sync.reading(), host.poller()));
            if (line.isEmpty()) {
                monitor.await();
                throw silent(new FdInput(errors.reading(), host.poller()));
            }
            return pid(line);
        } catch (StartFailure e) {
            if (monitor.await(LAST_WORDS).isEmpty()) {
                monitor.kill();
            }
            throw e;
        } catch (InterruptedIOException e) {
            Thread.interrupted(); // told by the exception from here on
            monitor.kill(); // and with it, by its parent-death signal, the runtime
            Optional<ExitStatus> end = monitor.await(LAST_WORDS);
            throw new InterruptedException(
                    "creating a container; its monitor " + (end.isPresent() ? "was ended" : "is still there"));
        }
    }

    private static List<String> arguments(Host host, ContainerId id, Stdio stdio) {
        RuntimePaths paths = host.paths();
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
                "--runtime=" + host.program().path(),
                "--runtime-arg=--root=" + paths.runtimeRoot(),
                "--runtime-arg=--log=" + bundle + "/" + Bundle.RUNTIME_LOG,
                "--log-path=" + (stdio.spool().toString().isEmpty() ? "off:" : "k8s-file:" + stdio.spool())));
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
