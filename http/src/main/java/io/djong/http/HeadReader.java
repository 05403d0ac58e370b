package io.djong.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Reads request heads from a connection, strictly: what is not plainly well-formed is refused. */
final class HeadReader {
    private final Wire wire;
    private final Limits limits;
    private byte[] line = new byte[256];

    HeadReader(Wire wire, Limits limits) {
        this.wire = wire;
        this.limits = limits;
    }

    /** The next head; empty where the client ended the connection before one. */
    Optional<Head> read() throws IOException, MalformedRequest {
        int first = wire.read();
        while (first == '\r' || first == '\n') {
            first = wire.read();
        }
        if (first < 0) {
            return Optional.empty();
        }
        line[0] = (byte) first;
        String request = line(1, limits.requestLine(), 414);
        int methodEnd = request.indexOf(' ');
        int targetEnd = request.lastIndexOf(' ');
        if (methodEnd < 1 || targetEnd <= methodEnd + 1 || !isToken(request, methodEnd)) {
            throw new MalformedRequest(400, "malformed request line");
        }
        int minor = minorVersion(request.substring(targetEnd + 1));
        String target = request.substring(methodEnd + 1, targetEnd);
        if (target.indexOf(' ') >= 0) {
            throw new MalformedRequest(400, "malformed request line");
        }
        return Optional.of(Head.of(request.substring(0, methodEnd), target, minor, fields()));
    }

    private static int minorVersion(String version) throws MalformedRequest {
        return switch (version) {
            case "HTTP/1.1" -> 1;
            case "HTTP/1.0" -> 0;
            default ->
                throw version.startsWith("HTTP/")
                        ? new MalformedRequest(505, "unsupported protocol version")
                        : new MalformedRequest(400, "malformed request line");
        };
    }

    private Fields fields() throws IOException, MalformedRequest {
        Fields fields = new Fields();
        int left = limits.head();
        while (true) {
            String field = line(0, left, 431);
            if (field.isEmpty()) {
                return fields;
            }
            // A field costs more memory than its bytes.
            left -= field.length() + 32;
            int colon = field.indexOf(':');
            if (!isToken(field, colon)) {
                throw new MalformedRequest(400, "malformed header");
            }
            fields.add(field.substring(0, colon), field.substring(colon + 1).strip());
        }
    }

    /** Reads on to the end of a line, which is not part of it. */
    private String line(int alreadyRead, int limit, int tooLong) throws IOException, MalformedRequest {
        int length = alreadyRead;
        while (true) {
            int value = wire.require();
            if (value == '\n') {
                break;
            }
            if (value == '\r') {
                if (wire.require() != '\n') {
                    throw new MalformedRequest(400, "carriage return inside a line");
                }
                break;
            }
            if (value == 0x7f || (value < ' ' && value != '\t')) {
                throw new MalformedRequest(400, "control character in the head");
            }
            if (length >= limit) {
                throw new MalformedRequest(tooLong, "the limit is " + limit + " bytes");
            }
            if (length == line.length) {
                line = Arrays.copyOf(line, length * 2);
            }
            line[length++] = (byte) value;
        }
        return new String(line, 0, length, StandardCharsets.ISO_8859_1);
    }

    /** Whether a text's beginning is a token: a method or a field name (RFC 9110, section 5.6.2). */
    private static boolean isToken(String text, int length) {
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            boolean alphanumeric = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
            if (!alphanumeric && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
                return false;
            }
        }
        return length > 0;
    }
}
