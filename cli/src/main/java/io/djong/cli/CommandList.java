package io.djong.cli;

import io.djong.cli.command.Command;
import io.djong.cli.option.CommandSpec;
import io.djong.cli.option.Help;
import java.util.ArrayList;
import java.util.List;

/** The help of the program as a whole: its commands. */
final class CommandList {
    private static final int COLUMN = 14;

    private CommandList() {}

    static String text(String program, CommandSpec spec) {
        String whole = Help.of(program, spec);
        int options = whole.indexOf("\nOptions:");
        StringBuilder text = new StringBuilder(whole.substring(0, options));
        section(text, "Common Commands", CommandTable.COMMON);
        section(text, "Commands", CommandTable.OTHERS);
        text.append("\nGlobal Options:\n").append(whole.substring(whole.indexOf('\n', options + 1) + 1));
        text.append("\nRun '").append(program).append(" COMMAND --help' for more information on a command.\n");
        return text.toString();
    }

    /** The help of a group: its commands by their words there. */
    static String group(String program, String group) {
        StringBuilder text = new StringBuilder("Usage:  " + program + " " + group + " COMMAND\n\n"
                + CommandTable.GROUPS.getOrDefault(group, "") + "\n\nCommands:\n");
        for (String word : CommandTable.words(group)) {
            CommandTable.inGroup(group, word)
                    .flatMap(CommandTable::find)
                    .ifPresent(command -> line(text, word, command));
        }
        return text.append("\nRun '")
                .append(program)
                .append(' ')
                .append(group)
                .append(" COMMAND --help' for more information on a command.\n")
                .toString();
    }

    private static void line(StringBuilder text, String name, Command command) {
        text.append("  ").append(name).repeat(" ", COLUMN - 2 - name.length());
        text.append(command.spec().summary()).append('\n');
    }

    private static void section(StringBuilder text, String title, List<String> names) {
        text.append('\n').append(title).append(":\n");
        List<Command> commands = new ArrayList<>();
        names.forEach(name -> CommandTable.find(name).ifPresent(commands::add));
        for (Command command : commands) {
            line(text, command.spec().name(), command);
        }
    }
}
