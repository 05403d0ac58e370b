package io.djong.testkit.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A program to run. Immutable: each {@code with…} returns another. */
public final class Command {
    private static final Duration USUAL_LIMIT = Duration.ofSeconds(60);

    private final List<String> arguments;
    private final Map<String, String> environment;
    private final Optional<Path> input;
    private final Duration limit;

    private Command(List<String> arguments, Map<String, String> environment, Optional<Path> input, Duration limit) {
        this.arguments = List.copyOf(arguments);
        this.environment = Map.copyOf(environment);
        this.input = input;
        this.limit = limit;
    }

    /** A program, found in {@code PATH}, with its arguments. */
    public static Command of(String... arguments) {
        return of(List.of(arguments));
    }

    /** A program, found in {@code PATH}, with its arguments. */
    public static Command of(List<String> arguments) {
        return new Command(arguments, Map.of(), Optional.empty(), USUAL_LIMIT);
    }

    /** Another with these arguments after the present ones. */
    public Command and(String... more) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of(more));
        return new Command(all, environment, input, limit);
    }

    /** Another with this environment variable. */
    public Command withVariable(String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.put(name, value);
        return new Command(arguments, all, input, limit);
    }

    /** Another whose standard input is this file. */
    public Command withInputFrom(Path file) {
        return new Command(arguments, environment, Optional.of(file), limit);
    }

    /** Another that may take this long. */
    public Command withLimit(Duration longest) {
        return new Command(arguments, environment, input, longest);
    }

    /** Runs it to its end, with an empty standard input if none was given. */
    public Result run() {
        try (Running running = start()) {
            if (input.isEmpty()) {
                running.closeInput();
            }
            return running.finish(limit);
        }
    }

    /** Runs it to its end with {@code text} on its standard input. */
    public Result run(String text) {
        try (Running running = start()) {
            running.write(text).closeInput();
            return running.finish(limit);
        }
    }

    /**
     * Runs it to its end, which must be a success, with nothing on its input and its output thrown away: no thread of
     * ours runs beside it. @return how long that took, the start included
     */
    public Duration time() {
        ProcessBuilder builder = builder()
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        long began = System.nanoTime();
        try {
            Process process = builder.start();
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("not within " + limit + ": " + String.join(" ", arguments));
            }
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            if (process.exitValue() != 0) {
                throw new AssertionError("exit code " + process.exitValue() + ": " + String.join(" ", arguments));
            }
            return took;
        } catch (IOException e) {
            throw cannotStart(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted: " + String.join(" ", arguments), e);
        }
    }

    /** Starts it; its standard input is a pipe that stays open, unless it was given. */
    public Running start() {
        ProcessBuilder builder = builder();
        input.ifPresent(file -> builder.redirectInput(file.toFile()));
        try {
            return new Running(arguments, builder.start());
        } catch (IOException e) {
            throw cannotStart(e);
        }
    }

    private ProcessBuilder builder() {
        ProcessBuilder builder = new ProcessBuilder(arguments);
        builder.environment().putAll(environment);
        return builder;
    }

    private UncheckedIOException cannotStart(IOException cause) {
        return new UncheckedIOException("cannot start " + String.join(" ", arguments), cause);
    }
}
