package io.djong.cli.command;

import io.djong.cli.option.Arguments;
import io.djong.cli.option.CommandSpec;

/** One command of the program. */
public interface Command {
    /** What it is called and takes. */
    CommandSpec spec();

    /**
     * Does the work.
     *
     * @return the exit code
     * @throws CommandFailure if the command itself has something to complain of
     * @throws io.djong.model.error.EngineException if the engine has
     */
    int run(Session session, Arguments arguments);
}
