package io.djong.runtime;

import io.djong.kernel.Errno;
import io.djong.kernel.KernelException;
import io.djong.kernel.event.Poller;
import io.djong.kernel.process.Child;
import io.djong.kernel.process.Reaper;
import io.djong.kernel.process.Spawn;
import io.djong.kernel.socket.Pipe;
import io.djong.model.error.Internal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Runs programs that answer and end. */
final class HelperPrograms {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int MAX_OUTPUT = 64 * 1024;

    private final Reaper reaper;
    private final Poller poller;

    HelperPrograms(Reaper reaper, Poller poller) {
        this.reaper = reaper;
        this.poller = poller;
    }

    /** What a program printed on both streams, and how it ended. */
    record Outcome(int exitCode, String output) {}

    /** Runs it to its end. @throws Internal if it cannot be run, or does not end */
    Outcome run(Path program, List<String> arguments) throws InterruptedException {
        try (Pipe pipe = Pipe.fromChild()) {
            Child child = reaper.spawn(Spawn.of(program, arguments)
                    .environment(OciRuntime.ENVIRONMENT)
                    .descriptor(1, pipe.writing())
                    .descriptor(2, pipe.writing()));
            pipe.writing().close();
            ChildOutput.Ended ended = new ChildOutput(poller, LIMIT)
                    .await(child, pipe.reading(), MAX_OUTPUT)
                    .orElseThrow(() -> new Internal(
                            program + " " + arguments.get(0) + " did not end in " + LIMIT.toSeconds() + " s"));
            return new Outcome(ended.status().exitCode(), ended.output());
        } catch (IOException e) {
            throw new Internal("failed to read the output of " + program + ": " + e.getMessage(), e);
        } catch (KernelException e) {
            throw new Internal("failed to run " + program + ": " + reason(e), e);
        }
    }

    private static String reason(KernelException e) {
        return e.is(Errno.ENOENT) ? "no such file or directory" : e.errno().text();
    }
}
