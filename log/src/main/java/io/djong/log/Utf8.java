package io.djong.log;

/** UTF-8 among bytes that need not be. */
final class Utf8 {
    private Utf8() {}

    /**
     * How long the valid character is whose first byte is at a position.
     *
     * @return 1 to 4, or 0 if no valid character begins there (Unicode 15, table 3-7)
     */
    static int length(byte[] bytes, int at, int end) {
        int lead = bytes[at] & 0xff;
        if (lead < 0x80) {
            return 1;
        }
        int length = expected(lead);
        if (length == 0 || at + length > end) {
            return 0;
        }
        int second = bytes[at + 1] & 0xff;
        if (second < lowest(lead) || second > highest(lead)) {
            return 0;
        }
        for (int i = 2; i < length; i++) {
            if ((bytes[at + i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return length;
    }

    /** The last position, at most {@code limit}, where a cut breaks no character, as far as first bytes tell. */
    static int boundary(byte[] bytes, int limit) {
        for (int back = 1; back <= 3 && back <= limit; back++) {
            int b = bytes[limit - back] & 0xff;
            if (b < 0x80) {
                return limit;
            }
            if (b >= 0xc0) {
                return expected(b) > back ? limit - back : limit;
            }
        }
        return limit;
    }

    /** The length that a first byte announces; 0 if it can be none. */
    static int expected(int lead) {
        if (lead >= 0xc2 && lead <= 0xdf) {
            return 2;
        } else if (lead >= 0xe0 && lead <= 0xef) {
            return 3;
        }
        return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
    }

    /** No overlong forms. */
    private static int lowest(int lead) {
        return lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    }

    /** No surrogates, nothing past U+10FFFF. */
    private static int highest(int lead) {
        return lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    }
}
