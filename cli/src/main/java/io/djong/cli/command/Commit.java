package io.djong.cli.command;

import io.djong.cli.option.Arguments;
import io.djong.cli.option.CommandSpec;
import io.djong.cli.option.Option;
import io.djong.client.ImageOperations.CommitOptions;

/** {@code commit}. */
public final class Commit implements Command {
    @Override
    public CommandSpec spec() {
        return CommandSpec.of(
                        "commit",
                        "[OPTIONS] CONTAINER [REPOSITORY[:TAG]]",
                        "Create a new image from a container's changes")
                .operands(1, 2)
                .options(
                        Option.text('a', "author", "Who made the image (e.g., \"Ada <ada@example.com>\")"),
                        Option.list('c', "change", "Apply Dockerfile instruction to the created image"),
                        Option.text('m', "message", "Commit message"),
                        Option.flagOn("pause", "Pause container during commit").lettered('p'));
    }

    @Override
    public int run(Session session, Arguments arguments) {
        String repository = "";
        String tag = "";
        if (arguments.operands().size() == 2) {
            ImageName name = ImageName.parse(arguments.operand(1));
            repository = name.repository();
            tag = name.tagged() ? name.version() : "";
        }
        CommitOptions options = new CommitOptions(
                repository,
                tag,
                arguments.text("author"),
                arguments.text("message"),
                arguments.list("change"),
                arguments.flag("pause"));
        session.line(session.client().images().commit(arguments.operand(0), options));
        return 0;
    }
}
