package io.djong.cli.command;

import io.djong.cli.option.Arguments;
import io.djong.cli.option.CommandSpec;
import io.djong.cli.option.Option;

/** {@code pull}. */
public final class Pull implements Command {
    @Override
    public CommandSpec spec() {
        return CommandSpec.of("pull", "[OPTIONS] NAME[:TAG|@DIGEST]", "Download an image from a registry")
                .operands(1, 1)
                .options(
                        Option.flag('a', "all-tags", "Download all tags of the repository"),
                        Option.text("platform", "Platform of the image, where it has several"),
                        Option.flag('q', "quiet", "Do not show how the pull goes"));
    }

    @Override
    public int run(Session session, Arguments arguments) {
        ImageName name = ImageName.parse(arguments.operand(0));
        boolean all = arguments.flag("all-tags");
        boolean quiet = arguments.flag("quiet");
        if (all && name.tagged()) {
            throw new CommandFailure("tag can't be used with --all-tags/-a");
        }
        if (!all && !name.tagged() && !quiet) {
            session.line("Using default tag: latest");
            session.out().flush();
        }
        Progress progress = quiet
                ? Progress.silent()
                : Progress.on(session.out(), session.streams().outIsTerminal());
        progress.show(session.client()
                .images()
                .pull(name.repository(), all ? "" : name.version(), arguments.text("platform")));
        session.line(name.canonical());
        return 0;
    }
}
