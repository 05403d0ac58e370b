package io.djong.cli.command;

import io.djong.cli.option.Arguments;
import io.djong.cli.option.CommandSpec;
import io.djong.cli.option.Option;
import io.djong.client.ByteAnswer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code export}. */
public final class Export implements Command {
    @Override
    public CommandSpec spec() {
        return CommandSpec.of("export", "[OPTIONS] CONTAINER", "Export a container's filesystem as a tar archive")
                .operands(1, 1)
                .options(Option.text('o', "output", "Write to a file, instead of STDOUT"));
    }

    @Override
    public int run(Session session, Arguments arguments) {
        String output = arguments.text("output");
        if (output.isEmpty() && session.streams().outIsTerminal()) {
            throw new CommandFailure("cowardly refusing to save to a terminal. Use the -o flag or redirect");
        }
        checkPlace(output);
        try (ByteAnswer archive = session.client().containers().export(arguments.operand(0))) {
            if (output.isEmpty()) {
                archive.bytes().transferTo(session.out());
                session.out().flush();
            } else {
                save(archive, Path.of(output));
            }
        } catch (IOException e) {
            throw new CommandFailure("failed to export container: " + e.getMessage());
        }
        return 0;
    }

    private static void checkPlace(String output) {
        Path directory = Path.of(output).toAbsolutePath().getParent();
        if (directory != null && !Files.isDirectory(directory)) {
            throw new CommandFailure("failed to export container: invalid output path: stat " + directory
                    + ": no such file or directory");
        }
    }

    /** Beside its place, and there once it is whole. */
    private static void save(ByteAnswer archive, Path place) throws IOException {
        if (Files.exists(place) && !Files.isRegularFile(place)) {
            try (OutputStream out = Files.newOutputStream(place)) {
                archive.bytes().transferTo(out);
            }
            return;
        }
        Path whole = place.toAbsolutePath();
        Path part = Files.createTempFile(whole.getParent(), ".djong-export-", "");
        try {
            try (OutputStream out = Files.newOutputStream(part)) {
                archive.bytes().transferTo(out);
            }
            Files.move(part, whole, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
