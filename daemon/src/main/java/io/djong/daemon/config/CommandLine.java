package io.djong.daemon.config;

import io.djong.model.error.InvalidArgument;
import java.util.Iterator;
import java.util.List;

/** Reads dockerd's command line: {@code --flag value}, {@code --flag=value}, {@code -f value}, {@code -fvalue}. */
final class CommandLine {
    private CommandLine() {}

    /** The settings. @throws InvalidArgument that names the flag which is unknown or lacks a good value */
    static Settings parse(List<String> arguments) {
        Settings settings = new Settings();
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String argument = rest.next();
            if (argument.startsWith("--") && argument.length() > 2) {
                parseLong(argument.substring(2), rest, settings);
            } else if (argument.startsWith("-") && argument.length() > 1) {
                parseShort(argument.substring(1), rest, settings);
            } else {
                throw new InvalidArgument("\"djongd\" accepts no arguments: " + argument);
            }
        }
        return settings;
    }

    private static void parseLong(String text, Iterator<String> rest, Settings settings) {
        int equals = text.indexOf('=');
        String name = equals < 0 ? text : text.substring(0, equals);
        Option option = Options.byFlag(name).orElseThrow(() -> new InvalidArgument("unknown flag: --" + name));
        if (equals >= 0) {
            set(settings, option, text.substring(equals + 1));
        } else if (option.kind() == Option.Kind.SWITCH) {
            set(settings, option, "true");
        } else {
            set(settings, option, next(rest, "flag needs an argument: --" + name));
        }
    }

    private static void parseShort(String text, Iterator<String> rest, Settings settings) {
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            Option option = Options.byLetter(letter)
                    .orElseThrow(() -> new InvalidArgument("unknown shorthand flag: '" + letter + "' in -" + text));
            if (option.kind() == Option.Kind.SWITCH) {
                set(settings, option, "true");
                continue;
            }
            String attached = text.substring(i + 1);
            String value = attached.isEmpty()
                    ? next(rest, "flag needs an argument: '" + letter + "' in -" + text)
                    : attached.startsWith("=") ? attached.substring(1) : attached;
            set(settings, option, value);
            return;
        }
    }

    private static String next(Iterator<String> rest, String otherwise) {
        if (!rest.hasNext()) {
            throw new InvalidArgument(otherwise);
        }
        return rest.next();
    }

    private static void set(Settings settings, Option option, String value) {
        settings.add(option, value, "--" + option.flag());
    }
}
