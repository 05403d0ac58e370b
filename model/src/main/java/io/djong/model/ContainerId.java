package io.djong.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.djong.model.error.InvalidArgument;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** The identity of a container: 64 lower-case hexadecimal digits, drawn at random. */
public record ContainerId(@JsonValue String value) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    @JsonCreator
    public ContainerId {
        if (!FORM.matcher(value).matches()) {
            throw new InvalidArgument("invalid container id");
        }
    }

    /** A new identity. Like Docker, ids whose short form is all digits are avoided: they read as process numbers. */
    public static ContainerId random(RandomGenerator random) {
        byte[] bytes = new byte[32];
        String hex;
        do {
            random.nextBytes(bytes);
            hex = HexFormat.of().formatHex(bytes);
        } while (hex.substring(0, 12).chars().allMatch(Character::isDigit));
        return new ContainerId(hex);
    }

    /** The first twelve digits: the form in listings and the default hostname. */
    public String shortId() {
        return value.substring(0, 12);
    }

    /** By hand, as {@link #hashCode}: the methods that a record gets have code generated when they are first called. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ContainerId id && id.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value;
    }
}
