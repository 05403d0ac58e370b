package io.djong.http;

import java.nio.charset.StandardCharsets;

/** A request target taken apart: the decoded path and the query (RFC 9112, section 3.2). */
record Target(String path, Query query) {
    /** Takes the origin form {@code /path?query} and the absolute form {@code http://host/path?query}. */
    static Target parse(String uri) throws MalformedRequest {
        String origin = withoutAuthority(uri);
        if (!origin.startsWith("/") && !origin.equals("*")) {
            throw new MalformedRequest(400, "malformed request target");
        }
        int fragment = origin.indexOf('#');
        String whole = fragment < 0 ? origin : origin.substring(0, fragment);
        int question = whole.indexOf('?');
        String path = question < 0 ? whole : whole.substring(0, question);
        String query = question < 0 ? "" : whole.substring(question + 1);
        return new Target(decode(path, false), Query.parse(query));
    }

    private static String withoutAuthority(String uri) {
        if (!uri.regionMatches(true, 0, "http://", 0, 7) && !uri.regionMatches(true, 0, "https://", 0, 8)) {
            return uri;
        }
        int path = uri.indexOf('/', uri.indexOf("//") + 2);
        return path < 0 ? "/" : uri.substring(path);
    }

    static String decode(String text, boolean plusIsSpace) throws MalformedRequest {
        if (text.chars().noneMatch(c -> c == '%' || c > 0x7f || (c == '+' && plusIsSpace))) {
            return text;
        }
        // The head is decoded as Latin-1: each character is one byte as it came.
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        int length = 0;
        for (int at = 0; at < bytes.length; at++) {
            byte value = bytes[at];
            if (value == '%') {
                value = escaped(bytes, at);
                at += 2;
            } else if (value == '+' && plusIsSpace) {
                value = ' ';
            }
            bytes[length++] = value;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private static byte escaped(byte[] bytes, int at) throws MalformedRequest {
        int high = at + 2 < bytes.length ? Character.digit(bytes[at + 1], 16) : -1;
        int low = at + 2 < bytes.length ? Character.digit(bytes[at + 2], 16) : -1;
        if (high < 0 || low < 0) {
            throw new MalformedRequest(400, "invalid URL escape in the request target");
        }
        return (byte) ((high << 4) | low);
    }
}
