package io.djong.network;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.djong.model.error.InvalidArgument;
import java.util.Locale;

/** A transport protocol whose ports can be published; numbers from IANA's protocol registry. */
public enum Protocol {
    TCP(6),
    UDP(17),
    SCTP(132);

    private final int number;

    Protocol(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    @JsonCreator
    public static Protocol parse(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "", "tcp" -> TCP;
            case "udp" -> UDP;
            case "sctp" -> SCTP;
            default -> throw new InvalidArgument("invalid proto: " + text);
        };
    }

    @Override
    @JsonValue
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
