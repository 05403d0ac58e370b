package io.djong.registry;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong between the client and a registry, in one shape for every cause. Its message is fit for users; it
 * holds no credentials, and what came from the remote side is bounded.
 *
 * <p>It is the cause of the {@code EngineException} that callers see, so that they can tell what would help.
 */
public final class RegistryFailure extends IOException {
    private static final long serialVersionUID = 1L;
    private static final int MAX_TEXT = 512;

    /** The stage at which the exchange failed. */
    public enum Kind {
        /** There is no connection: no such host, or refused. */
        UNREACHABLE,
        /** The proxy between is not there, or does not let through. */
        PROXY,
        /** There is no common ground: one side speaks TLS and the other does not, or a certificate does not hold. */
        TLS,
        /** The other side was silent for too long. */
        TIMED_OUT,
        /** The connection broke, or a body ended early. */
        BROKEN,
        /** An answer came and says no. */
        REFUSED,
        /** An answer came and is not what the protocol or a digest says. */
        MALFORMED;

        /** Whether there was not even a connection that holds. */
        boolean isOfConnection() {
            return this == UNREACHABLE || this == PROXY || this == TLS || this == TIMED_OUT;
        }
    }

    /** One entry of the error list in a registry's answer (distribution spec, error codes). */
    public record Code(String code, String message) {
        public Code {
            code = bounded(code);
            message = bounded(message);
        }

        /** As Go programs print it: {@code manifest unknown: manifest unknown}. */
        String words() {
            return code.toLowerCase(Locale.ROOT).replace('_', ' ') + ": " + message;
        }
    }

    private final Kind kind;
    private final int status;
    private final transient List<Code> codes;
    private final String url;
    private final Duration retryAfter;

    private RegistryFailure(
            Kind kind,
            int status,
            List<Code> codes,
            Duration retryAfter,
            URI uri,
            String message,
            @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.status = status;
        this.codes = List.copyOf(codes);
        this.url = redacted(uri);
        this.retryAfter = retryAfter;
    }

    static RegistryFailure of(Kind kind, URI uri, String message) {
        return new RegistryFailure(kind, 0, List.of(), Duration.ZERO, uri, message, null);
    }

    static RegistryFailure of(Kind kind, URI uri, String message, Throwable cause) {
        return new RegistryFailure(kind, 0, List.of(), Duration.ZERO, uri, message, cause);
    }

    static RegistryFailure refused(URI uri, int status, List<Code> codes, String message) {
        return refused(uri, status, codes, Duration.ZERO, message);
    }

    static RegistryFailure refused(URI uri, int status, List<Code> codes, Duration retryAfter, String message) {
        return new RegistryFailure(Kind.REFUSED, status, codes, retryAfter, uri, message, null);
    }

    public Kind kind() {
        return kind;
    }

    /** The HTTP status; 0 where no answer came. */
    public int status() {
        return status;
    }

    public List<Code> codes() {
        return codes;
    }

    /** The first code, which decides. */
    Optional<Code> code() {
        return codes.stream().findFirst();
    }

    /** What was asked for, without user information and query. */
    public String url() {
        return url;
    }

    /** How long the other side wants to be left alone before the same request; zero where it says nothing. */
    Duration retryAfter() {
        return retryAfter;
    }

    /** Whether the same request may succeed later. */
    public boolean temporary() {
        return switch (kind) {
            case UNREACHABLE, PROXY, TIMED_OUT, BROKEN -> true;
            case REFUSED -> status == 408 || status == 429 || status == 500 || (status >= 502 && status <= 504);
            case TLS, MALFORMED -> false;
        };
    }

    static String redacted(URI uri) {
        String authority = uri.getHost() == null ? "" : uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
        return bounded(uri.getScheme() + "://" + authority + (uri.getRawPath() == null ? "" : uri.getRawPath()));
    }

    static String bounded(@Nullable String text) {
        if (text == null) {
            return "";
        }
        String plain = text.strip().replaceAll("\\p{Cntrl}", " ");
        return plain.length() > MAX_TEXT ? plain.substring(0, MAX_TEXT) + "…" : plain;
    }
}
