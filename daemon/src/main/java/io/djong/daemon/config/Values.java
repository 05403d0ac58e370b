package io.djong.daemon.config;

import io.djong.model.error.InvalidArgument;
import io.djong.model.text.GoBool;

/** Checks that a value is of its option's kind. */
final class Values {
    private Values() {}

    /** The value in its plain form. @throws InvalidArgument that names where it came from */
    static String checked(Option option, String value, String source) {
        return switch (option.kind()) {
            case SWITCH -> onOff(value, source);
            case NUMBER -> number(value, source);
            case MAP -> pair(option, value, source);
            case TEXT, LIST, OBJECT -> value;
        };
    }

    private static String onOff(String value, String source) {
        return GoBool.parse(value)
                .orElseThrow(() -> invalid(value, source, "not a boolean"))
                .toString();
    }

    private static String number(String value, String source) {
        try {
            return Integer.toString(Integer.parseInt(value));
        } catch (NumberFormatException e) {
            throw invalid(value, source, "not a number");
        }
    }

    private static String pair(Option option, String value, String source) {
        if (value.indexOf('=') < 0 && !option.equals(Options.LOG_OPT)) {
            throw invalid(value, source, "must be name=value");
        }
        return value;
    }

    private static InvalidArgument invalid(String value, String source, String why) {
        return new InvalidArgument("invalid argument \"" + value + "\" for \"" + source + "\" flag: " + why);
    }
}
