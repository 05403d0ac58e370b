package io.djong.kernel.nft;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The key or the value of an element, put together from its parts in the order of the set's type: each part in network
 * order, padded to four bytes, as the kernel's registers hold it.
 */
public final class ElementKey {
    private final List<byte[]> parts = new ArrayList<>();

    /** A key without parts. */
    public ElementKey() {}

    /** A part of type {@code inet_proto}. */
    public ElementKey protocol(int number) {
        parts.add(new byte[] {(byte) number});
        return this;
    }

    /** A part of type {@code ipv4_addr}. */
    public ElementKey ipv4(byte[] address) {
        if (address.length != 4) {
            throw new IllegalArgumentException("not an IPv4 address");
        }
        parts.add(address.clone());
        return this;
    }

    /** A part of type {@code inet_service}. */
    public ElementKey port(int port) {
        parts.add(new byte[] {(byte) (port >>> 8), (byte) port});
        return this;
    }

    /** The bytes on the wire. */
    byte[] bytes() {
        int size = parts.stream().mapToInt(part -> padded(part.length)).sum();
        ByteBuffer out = ByteBuffer.allocate(size);
        for (byte[] part : parts) {
            out.put(part).position(padded(out.position()));
        }
        return out.array();
    }

    private static int padded(int length) {
        return (length + 3) & ~3;
    }
}
