package io.djong.runtime;

import io.djong.kernel.Fd;
import io.djong.kernel.KernelException;
import io.djong.kernel.event.Poller;
import io.djong.kernel.file.Owner;
import io.djong.kernel.process.Child;
import io.djong.kernel.process.ExitStatus;
import io.djong.kernel.process.Reaper;
import io.djong.kernel.process.Spawn;
import io.djong.kernel.socket.UnixListener;
import io.djong.kernel.socket.UnixSocket;
import io.djong.model.ContainerId;
import io.djong.model.error.Internal;
import io.djong.model.error.Unavailable;
import io.djong.model.json.Json;
import io.djong.runtime.spec.ProcessDocument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * Starts a further process: {@code runtime exec --detach}, which returns as soon as the process runs, leaving it an
 * orphan with the streams that the runtime itself was given, or with a terminal that it sends over a socket. The files
 * needed lie in the bundle under a name of their own and go as soon as the runtime has returned.
 */
final class ExecStart {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration TERMINAL = Duration.ofSeconds(5);

    private final Host host;
    private final OciRuntime runtime;
    private final ContainerId id;
    private final ExecSpec spec;
    private final Bundle bundle;
    private final String name = "exec-" + UUID.randomUUID().toString().substring(0, 13);

    ExecStart(Host host, OciRuntime runtime, ContainerId id, ExecSpec spec) {
        this.host = host;
        this.runtime = runtime;
        this.id = id;
        this.spec = spec;
        this.bundle = new Bundle(host.paths(), id);
    }

    Exec run() throws InterruptedException {
        try {
            ProcessDocument document = ProcessDocument.of(bundle.config(), wanted());
            Files.write(file(".json"), document.json());
            return spec.terminal() ? onTerminal() : onPipes(document.root());
        } catch (IOException e) {
            throw new Internal("failed to start a process in container " + id + ": " + e.getMessage(), e);
        } catch (KernelException e) {
            throw new Unavailable("failed to start the runtime: " + e.getMessage(), e);
        } finally {
            removeFiles();
        }
    }

    private ProcessDocument.Wanted wanted() {
        return new ProcessDocument.Wanted(
                spec.arguments(),
                spec.environment(),
                spec.workingDirectory(),
                spec.user(),
                spec.groups(),
                spec.privileged(),
                spec.terminal(),
                spec.size().rows(),
                spec.size().columns());
    }

    private Path file(String suffix) {
        return bundle.file(name + suffix);
    }

    private Exec onPipes(Owner owner) throws InterruptedException, IOException {
        ExecStreams streams = ExecStreams.pipes(spec.streams(), owner);
        try {
            Reaper.Mark mark = host.reaper().mark();
            Child starter = host.reaper().spawn(command(streams.given(), List.of()));
            streams.handedOver();
            finish(starter);
            return new Exec(host, pid(), mark, streams);
        } catch (RuntimeException | InterruptedException | IOException e) {
            streams.close();
            throw e;
        }
    }

    private Exec onTerminal() throws InterruptedException, IOException {
        Path path = file(".sock");
        try (UnixListener listener = UnixListener.bind(path, UnixSocket.Kind.STREAM, host.poller())) {
            Reaper.Mark mark = host.reaper().mark();
            // The runtime starts in the bundle and gets a relative path: one that is long would not fit an address.
            Child starter = host.reaper().spawn(command(Map.of(), List.of("--console-socket", name + ".sock")));
            finish(starter); // by then the terminal lies in the socket
            try (UnixSocket connection = listener.accept(TERMINAL)
                    .orElseThrow(() -> new Internal("the runtime sent no terminal for container " + id))) {
                Fd terminal = connection
                        .receiveDescriptor()
                        .orElseThrow(() -> new Internal("the runtime sent no terminal for container " + id));
                return new Exec(host, pid(), mark, ExecStreams.terminal(Poller.unblock(terminal)));
            }
        }
    }

    private Spawn command(Map<Integer, Fd> descriptors, List<String> more) throws InterruptedException {
        List<String> arguments = new ArrayList<>(runtime.command().arguments());
        arguments.addAll(List.of(
                "--root",
                host.paths().runtimeRoot().toString(),
                "--log",
                file(".log").toString(),
                "--log-format",
                "json",
                "exec",
                "--detach",
                "--process",
                file(".json").toString(),
                "--pid-file",
                file(".pid").toString()));
        arguments.addAll(more);
        arguments.add(id.value());
        Spawn spawn = Spawn.of(runtime.path(), arguments)
                .environment(runtime.environment())
                .directory(bundle.directory());
        for (Map.Entry<Integer, Fd> entry : descriptors.entrySet()) {
            spawn = spawn.descriptor(entry.getKey(), entry.getValue());
        }
        return spawn;
    }

    private void finish(Child starter) throws InterruptedException {
        try {
            ExitStatus status = starter.await(LIMIT).orElse(null);
            if (status == null) {
                starter.kill();
                throw new Internal(
                        "starting a process in container " + id + " took more than " + LIMIT.toSeconds() + " s");
            }
            if (status.exitCode() != 0) {
                throw StartMessages.execFailed(loggedError());
            }
        } catch (InterruptedException e) {
            starter.kill();
            throw e;
        }
    }

    /** The runtime's last error, which its log has beside the streams, that are the process's. */
    private String loggedError() {
        String message = "";
        try {
            for (String line : Files.readAllLines(file(".log"))) {
                JsonNode entry = Json.tree(line.getBytes(StandardCharsets.UTF_8));
                if (entry.path("level").asString("").equals("error")) {
                    message = entry.path("msg").asString("");
                }
            }
        } catch (IOException | RuntimeException e) {
            return message;
        }
        return message;
    }

    private long pid() throws IOException {
        return Long.parseLong(Files.readString(file(".pid")).strip());
    }

    private void removeFiles() {
        for (String suffix : List.of(".json", ".pid", ".log", ".sock")) {
            try {
                Files.deleteIfExists(file(suffix));
            } catch (IOException e) {
                // goes with the bundle
            }
        }
    }
}
