package io.djong.cli.command;

import io.djong.cli.option.Arguments;
import io.djong.cli.option.CommandSpec;
import io.djong.cli.option.Option;
import io.djong.client.ImageOperations;
import io.djong.client.ImageOperations.ImportOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code import}. */
public final class Import implements Command {
    @Override
    public CommandSpec spec() {
        return CommandSpec.of(
                        "import",
                        "[OPTIONS] file|URL|- [REPOSITORY[:TAG]]",
                        "Import the contents from a tarball to create a filesystem image")
                .operands(1, 2)
                .options(
                        Option.list('c', "change", "Apply a Dockerfile instruction to the image"),
                        Option.text('m', "message", "Set the commit message of the image"),
                        Option.text("platform", "Platform of the image"));
    }

    @Override
    public int run(Session session, Arguments arguments) {
        ImageOperations images = session.client().images();
        String source = arguments.operand(0);
        ImportOptions options = options(arguments);
        Progress progress = Progress.on(session.out(), session.streams().outIsTerminal());
        if (source.equals("-")) {
            progress.show(images.importTar(session.streams().in(), options));
            return 0;
        }
        if (source.startsWith("http://") || source.startsWith("https://")) {
            progress.show(images.importAddress(source, options));
            return 0;
        }
        try (InputStream file = Files.newInputStream(Path.of(source))) {
            progress.show(images.importTar(file, options));
        } catch (IOException e) {
            throw new CommandFailure("open " + source + ": " + e.getMessage());
        }
        return 0;
    }

    private static ImportOptions options(Arguments arguments) {
        String repository = "";
        String tag = "";
        if (arguments.operands().size() == 2) {
            ImageName name = ImageName.parse(arguments.operand(1));
            repository = name.repository();
            tag = name.tagged() ? name.version() : "";
        }
        return new ImportOptions(
                repository, tag, arguments.text("message"), arguments.list("change"), arguments.text("platform"));
    }
}
