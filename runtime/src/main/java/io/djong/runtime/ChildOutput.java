package io.djong.runtime;

import io.djong.kernel.Fd;
import io.djong.kernel.event.FdInput;
import io.djong.kernel.event.Poller;
import io.djong.kernel.process.Child;
import io.djong.kernel.process.ExitStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** What a child that answers and ends prints. It gets a limited time for both; past it, the child is killed. */
final class ChildOutput {
    private static final int CHUNK = 8 * 1024;

    private final Poller poller;
    private final Duration limit;

    ChildOutput(Poller poller, Duration limit) {
        this.poller = poller;
        this.limit = limit;
    }

    /** How a child ended, and what it printed. */
    record Ended(ExitStatus status, String output) {}

    /**
     * Reads until the end, or so many bytes, and waits for the child's end. Where somebody else holds the other side of
     * the pipe, the time passes, but the child has ended.
     *
     * @param output the reading side of its pipe
     * @return empty if it did not end in time and was killed
     * @throws InterruptedException if the thread was; the child is killed too
     */
    Optional<Ended> await(Child child, Fd output, int most) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        Optional<ExitStatus> status = Optional.empty();
        try {
            String printed = read(output, most, deadline);
            status = child.await(left(deadline));
            return status.map(ended -> new Ended(ended, printed));
        } finally {
            if (status.isEmpty()) {
                child.kill();
            }
        }
    }

    private String read(Fd output, int most, long deadline) throws IOException, InterruptedException {
        FdInput input = new FdInput(output, poller);
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK];
        while (printed.size() < most && poller.awaitReadable(output, left(deadline))) {
            int count = input.read(chunk, 0, Math.min(CHUNK, most - printed.size()));
            if (count < 0) {
                break;
            }
            printed.write(chunk, 0, count);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    private static Duration left(long deadline) {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }
}
