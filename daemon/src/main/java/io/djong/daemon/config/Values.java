package io.djong.daemon.config;

import io.djong.model.error.InvalidArgument;
import io.djong.model.text.GoBool;

/** Checks that a value is of its option's kind. */
final class Values {
    private Values() {}

    /** The value in its plain form. @throws InvalidArgument that says why it is not of the kind */
    static String checked(Option option, String value) {
        return switch (option.kind()) {
            case SWITCH -> onOff(value);
            case NUMBER -> number(value);
            case MAP -> pair(option, value);
            case TEXT, LIST, OBJECT -> value;
        };
    }

    private static String onOff(String value) {
        return GoBool.parse(value)
                .orElseThrow(() -> new InvalidArgument("not a boolean"))
                .toString();
    }

    private static String number(String value) {
        try {
            return Integer.toString(Integer.parseInt(value));
        } catch (NumberFormatException e) {
            throw new InvalidArgument("not a number", e);
        }
    }

    private static String pair(Option option, String value) {
        if (value.indexOf('=') < 0 && !option.equals(Options.LOG_OPT)) {
            throw new InvalidArgument("must be name=value");
        }
        return value;
    }
}
