package io.djong.testkit.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A program under way. Closing kills it, if it still runs, and waits for its end. */
public final class Running implements AutoCloseable {
    private static final Duration LAST_OUTPUT = Duration.ofSeconds(5);

    private final List<String> command;
    private final Process process;
    private final long startedNanos;
    private final Stream out;
    private final Stream err;

    Running(List<String> command, Process process) {
        this.command = List.copyOf(command);
        this.process = process;
        this.startedNanos = System.nanoTime();
        this.out = Stream.gather(process.getInputStream(), "out of " + command.getFirst());
        this.err = Stream.gather(process.getErrorStream(), "err of " + command.getFirst());
    }

    /** The process id. */
    public long pid() {
        return process.pid();
    }

    /** Whether it has not ended. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** The standard output so far. */
    public String out() {
        return out.text();
    }

    /** The standard error so far. */
    public String err() {
        return err.text();
    }

    /** Writes to the standard input and flushes. */
    public Running write(String text) {
        try {
            process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + this, e);
        }
        return this;
    }

    /** Closes the standard input: the program reads its end. */
    public Running closeInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the input of " + this, e);
        }
        return this;
    }

    /** Waits until the standard output satisfies {@code wanted}; fails with {@code what} otherwise. */
    public Running awaitOut(String what, Duration limit, Predicate<String> wanted) {
        return await(out, what, limit, wanted);
    }

    /** Waits until the standard error satisfies {@code wanted}; fails with {@code what} otherwise. */
    public Running awaitErr(String what, Duration limit, Predicate<String> wanted) {
        return await(err, what, limit, wanted);
    }

    /** Waits for the end; a program that has not ended within {@code limit} is killed and fails the test. */
    public Result finish(Duration limit) {
        try {
            if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                close();
                throw new AssertionError("did not end within " + limit.toMillis() + " ms: " + this);
            }
            Duration took = Duration.ofNanos(System.nanoTime() - startedNanos);
            // A child that holds the pipe open must not hang the test: what has come by then is the output.
            boolean whole = out.awaitEnd(LAST_OUTPUT) && err.awaitEnd(LAST_OUTPUT);
            String note = whole ? "" : "\n(a pipe is still held open)";
            return new Result(command, process.exitValue(), out.text(), err.text() + note, took);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Sends SIGTERM. */
    public Running terminate() {
        process.destroy();
        return this;
    }

    /** Sends SIGKILL and waits for the end. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    @Override
    public String toString() {
        return String.join(" ", command) + "\n-- out:\n" + out.text() + "\n-- err:\n" + err.text();
    }

    private Running await(Stream stream, String what, Duration limit, Predicate<String> wanted) {
        try {
            if (!stream.await(wanted, limit)) {
                throw new AssertionError("not within " + limit.toMillis() + " ms: " + what + "\n" + this);
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        return this;
    }

    private static AssertionError interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new AssertionError("interrupted while waiting for a program", e);
    }
}
