package io.djong.registry;

import io.djong.model.error.InvalidArgument;
import java.net.InetAddress;
import java.util.Optional;

/** A range of addresses, as {@code 10.0.0.0/8}. */
record Network(InetAddress address, int prefix) {
    static Network parse(String cidr) {
        int slash = cidr.indexOf('/');
        try {
            InetAddress address = InetAddress.ofLiteral(cidr.substring(0, slash));
            int prefix = Integer.parseInt(cidr.substring(slash + 1));
            if (prefix < 0 || prefix > address.getAddress().length * 8) {
                throw new InvalidArgument("invalid CIDR address: " + cidr);
            }
            return new Network(address, prefix);
        } catch (IllegalArgumentException e) {
            throw new InvalidArgument("invalid CIDR address: " + cidr, e);
        }
    }

    static Optional<Network> tryParse(String cidr) {
        try {
            return Optional.of(parse(cidr));
        } catch (InvalidArgument e) {
            return Optional.empty();
        }
    }

    boolean contains(InetAddress other) {
        byte[] mine = address.getAddress();
        byte[] theirs = other.getAddress();
        if (mine.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> (bit % 8);
            if (((mine[bit / 8] ^ theirs[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
