package io.djong.client.http;

import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One request.
 *
 * @param target path and query as they go on the wire
 * @param headers besides those that the connection adds (host, length)
 * @param body what is sent, or null for nothing
 */
public record HttpRequest(
        String method,
        String target,
        Map<String, String> headers,
        @Nullable Body body) {

    public HttpRequest {
        headers = Map.copyOf(headers);
    }

    public static HttpRequest of(String method, String target) {
        return new HttpRequest(method, target, Map.of(), null);
    }

    public HttpRequest with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new HttpRequest(method, target, more, body);
    }

    public HttpRequest withBody(Body content) {
        return new HttpRequest(method, target, headers, content);
    }

    /** What a request carries. */
    public sealed interface Body {
        /** Bytes in memory. */
        @SuppressWarnings("ArrayRecordComponent") // never compared
        record Bytes(String type, byte[] bytes) implements Body {}

        /** A stream of unknown length, read to its end but not closed. */
        record Stream(String type, InputStream stream) implements Body {}
    }
}
