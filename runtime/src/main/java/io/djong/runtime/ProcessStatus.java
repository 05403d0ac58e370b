package io.djong.runtime;

import io.djong.kernel.KernelException;
import io.djong.kernel.event.FdInput;
import io.djong.kernel.event.Poller;
import io.djong.kernel.process.Child;
import io.djong.kernel.process.Reaper;
import io.djong.kernel.process.Spawn;
import io.djong.kernel.socket.Pipe;
import io.djong.model.container.Environment;
import io.djong.model.error.Internal;
import io.djong.model.error.Unavailable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The host's {@code ps}, for what users ask of it in its own words. */
final class ProcessStatus {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int MAX_OUTPUT = 16 << 20;
    private static final Map<String, String> ENVIRONMENT = Map.of("PATH", Environment.PATH, "LC_ALL", "C.UTF-8");

    private final Reaper reaper;
    private final Poller poller;

    ProcessStatus(Reaper reaper, Poller poller) {
        this.reaper = reaper;
        this.poller = poller;
    }

    /** What it prints. @throws Internal in its own words if it fails @throws Unavailable if it is not there */
    String run(List<String> arguments) throws InterruptedException {
        Path program = Stream.of("/usr/bin/ps", "/bin/ps")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new Unavailable("ps was not found: install the package procps"));
        try (Pipe output = Pipe.fromChild();
                Pipe errors = Pipe.fromChild()) {
            Child child = reaper.spawn(Spawn.of(program, arguments)
                    .environment(ENVIRONMENT)
                    .descriptor(1, output.writing())
                    .descriptor(2, errors.writing()));
            output.writing().close();
            errors.writing().close();
            // What it complains of, if at all, is less than a pipe takes: it can be read afterwards.
            ChildOutput.Ended ended = new ChildOutput(poller, LIMIT)
                    .await(child, output.reading(), MAX_OUTPUT)
                    .orElseThrow(() -> new Internal("ps did not end in " + LIMIT.toSeconds() + " s"));
            if (ended.status().exitCode() != 0) {
                String complaint = new String(
                        new FdInput(errors.reading(), poller).readNBytes(MAX_OUTPUT), StandardCharsets.UTF_8);
                throw new Internal("ps: "
                        + complaint
                                .lines()
                                .findFirst()
                                .filter(line -> !line.isEmpty())
                                .orElse("exit status " + ended.status().exitCode()));
            }
            return ended.output();
        } catch (IOException | KernelException e) {
            throw new Internal("failed to run ps: " + e.getMessage(), e);
        }
    }
}
