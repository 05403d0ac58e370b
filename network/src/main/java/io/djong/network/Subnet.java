package io.djong.network;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.djong.model.error.InvalidArgument;

/** A range of IPv4 addresses that share a prefix, in the notation {@code 172.17.0.0/16}. */
public record Subnet(Ipv4 base, int prefix) implements Comparable<Subnet> {
    public Subnet {
        if (prefix < 0 || prefix > 32) {
            throw new InvalidArgument("invalid prefix length: /" + prefix);
        }
        base = new Ipv4(base.bits() & mask(prefix));
    }

    /** Parses {@code address/prefix}; host bits are dropped. */
    @JsonCreator
    public static Subnet parse(String text) {
        return new Subnet(address(text), prefix(text));
    }

    /** The address before the slash, host bits and all: the form of {@code --bip}. */
    public static Ipv4 address(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new InvalidArgument("invalid CIDR address: " + text);
        }
        return Ipv4.parse(text.substring(0, slash));
    }

    private static int prefix(String text) {
        String length = text.substring(text.indexOf('/') + 1);
        if (!length.matches("[0-9]{1,2}")) {
            throw new InvalidArgument("invalid CIDR address: " + text);
        }
        return Integer.parseInt(length);
    }

    public boolean contains(Ipv4 address) {
        return (address.bits() & mask(prefix)) == base.bits();
    }

    public boolean contains(Subnet other) {
        return other.prefix >= prefix && contains(other.base);
    }

    public boolean overlaps(Subnet other) {
        return contains(other.base) || other.contains(base);
    }

    /** The number of addresses, network and broadcast included. */
    public long size() {
        return 1L << (32 - prefix);
    }

    public Ipv4 broadcast() {
        return new Ipv4(base.bits() | ~mask(prefix));
    }

    private static int mask(int prefix) {
        return prefix == 0 ? 0 : -1 << (32 - prefix);
    }

    @Override
    public int compareTo(Subnet other) {
        int byBase = base.compareTo(other.base);
        return byBase != 0 ? byBase : Integer.compare(prefix, other.prefix);
    }

    @Override
    @JsonValue
    public String toString() {
        return base + "/" + prefix;
    }
}
