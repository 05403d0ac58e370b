package io.djong.network;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.djong.model.error.InvalidArgument;

/** An IPv4 address; {@code bits} is the address as a number, most significant byte first. */
public record Ipv4(int bits) implements Comparable<Ipv4> {
    public static final Ipv4 ANY = new Ipv4(0);
    public static final Ipv4 LOOPBACK = new Ipv4(0x7f000001);

    /** Parses the dotted form, four decimal numbers without leading zeros, and nothing else. */
    @JsonCreator
    public static Ipv4 parse(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            throw new InvalidArgument("invalid IPv4 address: " + text);
        }
        int bits = 0;
        for (String part : parts) {
            bits = bits << 8 | octet(part, text);
        }
        return new Ipv4(bits);
    }

    /** Whether the text is an IPv4 address. */
    public static boolean isOne(String text) {
        try {
            parse(text);
            return true;
        } catch (InvalidArgument e) {
            return false;
        }
    }

    /** The address from its four bytes in network order. */
    public static Ipv4 of(byte[] bytes) {
        if (bytes.length != 4) {
            throw new IllegalArgumentException("not four bytes");
        }
        return new Ipv4((bytes[0] & 255) << 24 | (bytes[1] & 255) << 16 | (bytes[2] & 255) << 8 | (bytes[3] & 255));
    }

    /** The four bytes in network order. */
    public byte[] bytes() {
        return new byte[] {(byte) (bits >>> 24), (byte) (bits >>> 16), (byte) (bits >>> 8), (byte) bits};
    }

    public boolean isLoopback() {
        return bits >>> 24 == 127;
    }

    public boolean isAny() {
        return bits == 0;
    }

    Ipv4 plus(int count) {
        return new Ipv4(bits + count);
    }

    /** By hand, as {@link #hashCode}: the methods that a record gets have code generated when they are first called. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Ipv4 address && address.bits == bits;
    }

    @Override
    public int hashCode() {
        return bits;
    }

    @Override
    public int compareTo(Ipv4 other) {
        return Integer.compareUnsigned(bits, other.bits);
    }

    @Override
    @JsonValue
    public String toString() {
        return (bits >>> 24) + "." + (bits >>> 16 & 255) + "." + (bits >>> 8 & 255) + "." + (bits & 255);
    }

    private static int octet(String part, String text) {
        boolean digits = !part.isEmpty() && part.length() <= 3 && part.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits || (part.length() > 1 && part.charAt(0) == '0') || Integer.parseInt(part) > 255) {
            throw new InvalidArgument("invalid IPv4 address: " + text);
        }
        return Integer.parseInt(part);
    }
}
