package io.djong.dist;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs one program to its end; its output is shown only where it fails. */
final class Command {
    private static final long LIMIT_SECONDS = 180;

    private Command() {}

    /** @throws IOException if the program fails, does not end in time, or cannot be started: with its output */
    static void run(List<String> words) throws IOException, InterruptedException {
        Path output = Files.createTempFile("djong-dist", ".log");
        try {
            Process process = start(words, output);
            finish(words, process, output);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    static Process start(List<String> words, Path output) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output.toFile());
        // What users put there for their own programs would be part of what is trained.
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
        return builder.start();
    }

    static void finish(List<String> words, Process process, Path output) throws IOException, InterruptedException {
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw failed(words, "did not end within " + LIMIT_SECONDS + " s", output);
        }
        if (process.exitValue() != 0) {
            throw failed(words, "ended with " + process.exitValue(), output);
        }
    }

    static IOException failed(List<String> words, String what, Path output) throws IOException {
        // Class paths are long; the last words say which program it was.
        List<String> last = words.subList(Math.max(0, words.size() - 4), words.size());
        return new IOException(words.getFirst() + " … " + String.join(" ", last) + "\n" + what + ":\n"
                + Files.readString(output, StandardCharsets.ISO_8859_1));
    }
}
