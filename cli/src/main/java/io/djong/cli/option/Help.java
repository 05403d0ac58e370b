package io.djong.cli.option;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The text of {@code --help}, and the lines that follow a complaint. */
public final class Help {
    private static final int WIDTH = 80;

    private Help() {}

    /** The whole help of a command, which is called after the words of {@code program}. */
    public static String of(String program, CommandSpec spec) {
        StringBuilder text = new StringBuilder();
        text.append(usageLine(program, spec))
                .append("\n\n")
                .append(spec.summary())
                .append('\n');
        if (!spec.options().isEmpty()) {
            text.append("\nOptions:\n");
            options(text, spec.options());
        }
        return text.toString();
    }

    /** What follows the complaint about a command line. */
    public static String pointer(String program, CommandSpec spec, String verb) {
        String name = name(program, spec);
        return "\n" + usageLine(program, spec) + "\n\n" + verb + " '" + name + " --help' for more information\n";
    }

    /** The words with which the command is called. */
    public static String name(String program, CommandSpec spec) {
        return spec.name().isEmpty() ? program : program + " " + spec.name();
    }

    private static String usageLine(String program, CommandSpec spec) {
        return ("Usage:  " + name(program, spec) + " " + spec.usage()).stripTrailing();
    }

    /** Options sorted by name, descriptions in a column, wrapped; those without a description are not shown. */
    static void options(StringBuilder text, List<Option> options) {
        List<Option> sorted = new ArrayList<>(options);
        sorted.removeIf(option -> option.description().isEmpty());
        sorted.sort(Comparator.comparing(Option::name));
        int widest = 0;
        for (Option option : sorted) {
            widest = Math.max(widest, left(option).length());
        }
        int column = widest + 3;
        for (Option option : sorted) {
            String left = left(option);
            text.append(left).repeat(" ", column - left.length());
            wrap(text, option.description(), column);
        }
    }

    private static String left(Option option) {
        String letter = option.shorthand() == 0 ? "      " : "  -" + option.shorthand() + ", ";
        String value = option.valueName().isEmpty() ? "" : " " + option.valueName();
        return letter + "--" + option.name() + value;
    }

    private static void wrap(StringBuilder text, String description, int column) {
        int used = column;
        boolean first = true;
        for (String word : description.split(" ", -1)) {
            if (!first && used + 1 + word.length() > WIDTH) {
                text.append('\n').repeat(" ", column);
                used = column;
                first = true;
            }
            if (!first) {
                text.append(' ');
                used++;
            }
            text.append(word);
            used += word.length();
            first = false;
        }
        text.append('\n');
    }
}
