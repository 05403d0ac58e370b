package io.djong.engine.remap;

import io.djong.kernel.KernelException;
import io.djong.kernel.event.FdInput;
import io.djong.kernel.event.Poller;
import io.djong.kernel.process.Child;
import io.djong.kernel.process.ExitStatus;
import io.djong.kernel.process.Reaper;
import io.djong.kernel.process.Spawn;
import io.djong.kernel.socket.Pipe;
import io.djong.model.container.Environment;
import io.djong.model.error.Unavailable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Those that manage the host's users. They say little: it fits into a pipe, and can be read once they have ended. */
final class HostPrograms implements HostProgram {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int MOST = 32 * 1024;
    private static final Map<String, String> ENVIRONMENT = Map.of("PATH", Environment.PATH, "LC_ALL", "C.UTF-8");

    private final Reaper reaper;
    private final Poller poller;

    HostPrograms(Reaper reaper, Poller poller) {
        this.reaper = reaper;
        this.poller = poller;
    }

    @Override
    public Answer run(String name, List<String> arguments) {
        Path program = Arrays.stream(Environment.PATH.split(":", -1))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new Unavailable(name + " was not found"));
        try (Pipe output = Pipe.fromChild()) {
            Child child = reaper.spawn(Spawn.of(program, arguments)
                    .environment(ENVIRONMENT)
                    .descriptor(1, output.writing())
                    .descriptor(2, output.writing()));
            output.writing().close();
            ExitStatus status = child.await(LIMIT).orElse(null);
            if (status == null) {
                child.kill();
                throw new Unavailable(name + " did not end in " + LIMIT.toSeconds() + " s");
            }
            byte[] text = new FdInput(output.reading(), poller).readNBytes(MOST);
            return new Answer(status.exitCode(), new String(text, StandardCharsets.UTF_8).strip());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("interrupted while " + name + " ran", e);
        } catch (IOException | KernelException e) {
            throw new Unavailable("failed to run " + name + ": " + e.getMessage(), e);
        }
    }
}
