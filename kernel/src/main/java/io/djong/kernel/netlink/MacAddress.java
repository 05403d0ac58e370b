package io.djong.kernel.netlink;

import java.util.HexFormat;

/** The hardware address of an Ethernet link; {@code bits} holds its six bytes, the first one highest. */
public record MacAddress(long bits) {
    private static final int LENGTH = 6;
    private static final HexFormat FORM = HexFormat.ofDelimiter(":");

    public MacAddress {
        if (bits >>> 48 != 0) {
            throw new IllegalArgumentException("more than six bytes");
        }
    }

    /** Parses six pairs of hexadecimal digits with colons between them. */
    public static MacAddress parse(String text) {
        byte[] bytes = FORM.parseHex(text);
        return of(bytes);
    }

    public static MacAddress of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a MAC address has six bytes");
        }
        long bits = 0;
        for (byte b : bytes) {
            bits = bits << 8 | (b & 255);
        }
        return new MacAddress(bits);
    }

    public byte[] bytes() {
        byte[] bytes = new byte[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            bytes[i] = (byte) (bits >>> (8 * (LENGTH - 1 - i)));
        }
        return bytes;
    }

    @Override
    public String toString() {
        return FORM.formatHex(bytes());
    }
}
