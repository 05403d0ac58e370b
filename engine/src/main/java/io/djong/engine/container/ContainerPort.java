package io.djong.engine.container;

import io.djong.model.error.InvalidArgument;
import io.djong.network.Protocol;

/** A port of a container, as {@code 80/tcp}; without a protocol it is TCP's. */
record ContainerPort(int number, Protocol protocol) {
    private static final int LAST = 65535;

    /** @throws InvalidArgument in Docker's words */
    static ContainerPort parse(String key) {
        int slash = key.indexOf('/');
        int number = number(slash < 0 ? key : key.substring(0, slash));
        if (number == 0) {
            throw invalid(key);
        }
        return new ContainerPort(number, Protocol.parse(slash < 0 ? "" : key.substring(slash + 1)));
    }

    /** A port's number, of which 0 is none in particular. */
    static int number(String text) {
        boolean digits = text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (text.isEmpty() || text.length() > 5 || !digits || Integer.parseInt(text) > LAST) {
            throw invalid(text);
        }
        return Integer.parseInt(text);
    }

    static InvalidArgument invalid(String text) {
        return new InvalidArgument("invalid port specification: \"" + text + "\"");
    }
}
