package io.djong.http;

import java.util.List;
import java.util.Set;

/**
 * The head of a request (RFC 9112, sections 3 and 5).
 *
 * @param minor the version's second figure: 0 or 1, as in HTTP/1.1
 */
record Head(String method, Target target, int minor, Fields fields, Framing framing) {
    /** How the body ends. */
    sealed interface Framing {
        /** After so many bytes; none is no body. */
        record Fixed(long length) implements Framing {}

        /** With the last chunk. */
        record Chunked() implements Framing {}
    }

    static Head of(String method, String target, int minor, Fields fields) throws MalformedRequest {
        int hosts = fields.all("Host").size();
        if (hosts > 1 || (hosts == 0 && minor >= 1)) {
            throw new MalformedRequest(400, hosts > 1 ? "too many Host headers" : "missing required Host header");
        }
        return new Head(method, Target.parse(target), minor, fields, framing(minor, fields));
    }

    /** Refuses whatever two readers could understand differently (RFC 9112, section 6.3). */
    private static Framing framing(int minor, Fields fields) throws MalformedRequest {
        List<String> encodings = fields.all("Transfer-Encoding");
        Set<String> lengths = Set.copyOf(fields.all("Content-Length"));
        if (!encodings.isEmpty()) {
            if (!lengths.isEmpty() || minor == 0) {
                throw new MalformedRequest(400, "unexpected Transfer-Encoding");
            }
            if (encodings.size() > 1 || !encodings.getFirst().equalsIgnoreCase("chunked")) {
                throw new MalformedRequest(501, "unsupported transfer encoding");
            }
            return new Framing.Chunked();
        }
        if (lengths.isEmpty()) {
            return new Framing.Fixed(0);
        }
        String length = lengths.iterator().next();
        if (lengths.size() > 1 || !length.matches("[0-9]{1,18}")) {
            throw new MalformedRequest(400, "bad Content-Length");
        }
        return new Framing.Fixed(Long.parseLong(length));
    }

    boolean keepAlive() {
        return minor >= 1 && !fields.lists("Connection", "close");
    }

    boolean expectsContinue() {
        return minor >= 1 && fields.lists("Expect", "100-continue");
    }
}
