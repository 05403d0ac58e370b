package io.djong.cli.terminal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The terminal that this process is attached to, worked by {@code stty}: two milliseconds for a process, where binding
 * the C library's functions from Java takes tens.
 */
public final class Terminal {
    private static final File TTY = new File("/dev/tty");

    private Terminal() {}

    /** Height and width in characters. */
    public record Size(int rows, int columns) {}

    /** The terminal's settings as they were; closing puts them back, once. */
    public static final class Raw implements AutoCloseable {
        private final Thread onExit = new Thread(this::restore);
        private final String settings;

        private Raw(String settings) {
            this.settings = settings;
            Runtime.getRuntime().addShutdownHook(onExit);
        }

        @Override
        public void close() {
            restore();
            try {
                Runtime.getRuntime().removeShutdownHook(onExit);
            } catch (IllegalStateException endingAlready) {
                // The hook runs or has run: what it does was done here.
            }
        }

        private void restore() {
            stty(settings);
        }
    }

    /** Lets every key through as it is typed, until the result is closed. Nothing where there is no terminal. */
    public static Optional<Raw> raw() {
        Optional<String> settings = stty("-g");
        settings.ifPresent(known -> stty("raw", "-echo"));
        return settings.map(Raw::new);
    }

    public static Optional<Size> size() {
        return stty("size").flatMap(Terminal::parse);
    }

    private static Optional<Size> parse(String size) {
        int space = size.indexOf(' ');
        try {
            return space < 0
                    ? Optional.empty()
                    : Optional.of(new Size(
                            Integer.parseInt(size.substring(0, space)), Integer.parseInt(size.substring(space + 1))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> stty(String... arguments) {
        List<String> words = new ArrayList<>();
        words.add("stty");
        words.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(words)
                    .redirectInput(TTY)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0 ? Optional.of(output) : Optional.empty();
        } catch (IOException noTerminal) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
