package io.djong.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The status line and the header fields of a response, in the order in which they were first set. */
final class ResponseHead {
    static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Map<String, Field> fields = new LinkedHashMap<>();
    private int status = 200;

    private record Field(String name, String value) {}

    int status() {
        return status;
    }

    void status(int code) {
        if (code < 101 || code > 599) {
            throw new IllegalArgumentException("not a status: " + code);
        }
        status = code;
    }

    void set(String name, String value) {
        fields.put(key(name), new Field(checkName(name), checkValue(name, value)));
    }

    boolean has(String name) {
        return fields.containsKey(key(name));
    }

    /** The value of a field, or an empty text. */
    String get(String name) {
        Field field = fields.get(key(name));
        return field == null ? "" : field.value;
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static String checkName(String name) {
        if (name.isEmpty() || !name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ':')) {
            throw new IllegalArgumentException("not a header name: " + name);
        }
        return name;
    }

    /** A line break in a value would let whoever chose the value write headers of his own. */
    private static String checkValue(String name, String value) {
        if (!value.chars().allMatch(c -> (c >= ' ' && c != 0x7f) || c == '\t')) {
            throw new IllegalArgumentException("control character in header " + name);
        }
        return value;
    }

    /** Whether a response with this status has a body at all (RFC 9110, section 6.4.1). */
    boolean bodiless() {
        return status < 200 || status == 204 || status == 304;
    }

    void writeTo(ByteArrayOutputStream out) {
        StringBuilder text = new StringBuilder(256);
        text.append("HTTP/1.1 ")
                .append(status)
                .append(' ')
                .append(reason(status))
                .append("\r\n");
        fields.values()
                .forEach(field ->
                        text.append(field.name).append(": ").append(field.value).append("\r\n"));
        out.writeBytes(text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
    }

    static String reason(int status) {
        return switch (status) {
            // The word that Docker's clients have always been sent.
            case 101 -> "UPGRADED";
            case 200 -> "OK";
            case 201 -> "Created";
            case 202 -> "Accepted";
            case 204 -> "No Content";
            case 206 -> "Partial Content";
            case 301 -> "Moved Permanently";
            case 302 -> "Found";
            case 304 -> "Not Modified";
            case 307 -> "Temporary Redirect";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 406 -> "Not Acceptable";
            case 408 -> "Request Timeout";
            case 409 -> "Conflict";
            case 411 -> "Length Required";
            case 413 -> "Request Entity Too Large";
            case 414 -> "Request URI Too Long";
            case 415 -> "Unsupported Media Type";
            case 416 -> "Requested Range Not Satisfiable";
            case 417 -> "Expectation Failed";
            case 429 -> "Too Many Requests";
            case 431 -> "Request Header Fields Too Large";
            case 499 -> "Client Closed Request";
            case 500 -> "Internal Server Error";
            case 501 -> "Not Implemented";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            case 505 -> "HTTP Version Not Supported";
            default -> "Status";
        };
    }
}
