package io.djong.distribution.protocol;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request that is refused, in the protocol's terms: the code, what is the matter, and what the client needs to know in
 * headers.
 */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final int status;
    private final transient Map<String, String> detail = new LinkedHashMap<>();
    private final transient Map<String, String> headers = new LinkedHashMap<>();

    public Refusal(ErrorCode code) {
        this(code, code.message());
    }

    public Refusal(ErrorCode code, String message) {
        this(code, code.status(), message);
    }

    public Refusal(ErrorCode code, int status, String message) {
        super(message, null, false, false); // it is an answer: nobody looks for where it was made
        this.code = code;
        this.status = status;
    }

    public ErrorCode code() {
        return code;
    }

    public int status() {
        return status;
    }

    public String message() {
        return String.valueOf(getMessage());
    }

    /** Names what the refusal is about. */
    public Refusal about(String name, Object value) {
        detail.put(name, value.toString());
        return this;
    }

    public Refusal header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public Map<String, String> detail() {
        return Map.copyOf(detail);
    }

    public Map<String, String> headers() {
        return Map.copyOf(headers);
    }
}
