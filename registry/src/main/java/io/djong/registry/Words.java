package io.djong.registry;

import io.djong.model.Reference;
import io.djong.model.error.EngineException;
import io.djong.model.error.Forbidden;
import io.djong.model.error.Internal;
import io.djong.model.error.NotFound;
import io.djong.model.error.Unauthorized;
import io.djong.registry.RegistryFailure.Code;
import io.djong.registry.RegistryFailure.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Failures in the words that Docker's users know and search for; most of them are those of Go's standard library. */
final class Words {
    static final String DENIED = "DENIED";
    private static final String UNAUTHORIZED = "UNAUTHORIZED";

    private Words() {}

    /** No head of an answer came. */
    static RegistryFailure unanswered(Call call, IOException cause) {
        String start = request(call);
        if (cause instanceof HttpConnectTimeoutException) {
            return RegistryFailure.of(Kind.TIMED_OUT, call.uri(), start + dial(call.uri(), "i/o timeout"), cause);
        }
        if (cause instanceof HttpTimeoutException) {
            String words = start + "net/http: timeout awaiting response headers";
            return RegistryFailure.of(Kind.TIMED_OUT, call.uri(), words, cause);
        }
        SSLException tls = causeOf(cause, SSLException.class);
        if (tls != null) {
            return RegistryFailure.of(Kind.TLS, call.uri(), start + tls(tls), cause);
        }
        if (cause instanceof ConnectException) {
            return RegistryFailure.of(Kind.UNREACHABLE, call.uri(), start + unconnected(call.uri(), cause), cause);
        }
        return RegistryFailure.of(Kind.BROKEN, call.uri(), start + reason(cause), cause);
    }

    /** As {@link #unanswered(Call, IOException)}, through a proxy: what it was that failed is told apart. */
    static RegistryFailure unanswered(Call call, URI proxy, IOException cause) {
        String start = request(call) + "proxyconnect tcp: ";
        String refusal = String.valueOf(deepest(cause).getMessage());
        if (cause instanceof HttpConnectTimeoutException) {
            return RegistryFailure.of(Kind.PROXY, call.uri(), start + dial(proxy, "i/o timeout"), cause);
        }
        if (cause instanceof ConnectException) {
            return RegistryFailure.of(Kind.PROXY, call.uri(), start + unconnected(proxy, cause), cause);
        }
        if (refusal.startsWith("Tunnel failed")) {
            String words = start + "the proxy " + host(proxy) + " refused: " + RegistryFailure.bounded(refusal);
            return RegistryFailure.of(Kind.PROXY, call.uri(), words, cause);
        }
        return unanswered(call, cause);
    }

    static RegistryFailure refusedByProxy(Call call, URI proxy) {
        String words = request(call) + "the proxy " + host(proxy) + " refused: Proxy Authentication Required";
        return RegistryFailure.of(Kind.PROXY, call.uri(), words);
    }

    /** The body broke off. */
    static RegistryFailure broken(Call call, IOException cause) {
        Kind kind = cause instanceof SocketTimeoutException ? Kind.TIMED_OUT : Kind.BROKEN;
        return RegistryFailure.of(kind, call.uri(), request(call) + reason(cause), cause);
    }

    static String refused(int status, List<Code> codes, String body) {
        if (!codes.isEmpty()) {
            return codes.getFirst().words();
        }
        if (status == 401) {
            return "unauthorized: authentication required";
        }
        if (status == 403) {
            return "denied: requested access to the resource is denied";
        }
        if (status == 413) {
            return "the registry, or a proxy in front of it, does not take that much at a time: " + statusLine(status);
        }
        if (status >= 400 && status < 500 && !body.isBlank()) {
            return "error parsing HTTP " + status + " response body: " + quoted(body);
        }
        return "received unexpected HTTP status: " + statusLine(status);
    }

    /** The failure of a pull, as the error that its class says. */
    static EngineException forPull(RegistryFailure failure, Reference reference) {
        String words = String.valueOf(failure.getMessage());
        Optional<Code> code = failure.code();
        if (code.isPresent()) {
            switch (code.get().code().toUpperCase(Locale.ROOT)) {
                case DENIED -> {
                    return new NotFound(
                            "pull access denied for " + reference.familiarName()
                                    + ", repository does not exist or may require 'docker login': " + words,
                            failure);
                }
                case "MANIFEST_UNKNOWN" -> {
                    return new NotFound("manifest for " + reference.familiar() + " not found: " + words, failure);
                }
                case "NAME_UNKNOWN" -> {
                    return new NotFound("repository " + reference.familiarName() + " not found: " + words, failure);
                }
                case UNAUTHORIZED -> {
                    return new Unauthorized(words, failure);
                }
                default -> {
                    // Other codes speak for themselves; their status decides.
                }
            }
        }
        return switch (failure.status()) {
            case 401 -> new Unauthorized(words, failure);
            case 403 ->
                new NotFound(
                        "pull access denied for " + reference.familiarName()
                                + ", repository does not exist or may require 'docker login': " + words,
                        failure);
            case 404 -> new NotFound(words, failure);
            default -> new Internal(words, failure);
        };
    }

    /** The failure of a push, as the error that its class says. */
    static EngineException forPush(RegistryFailure failure) {
        String words = String.valueOf(failure.getMessage());
        String code = failure.code().map(Code::code).orElse("").toUpperCase(Locale.ROOT);
        if (code.equals(DENIED) || failure.status() == 403) {
            return new Forbidden(words, failure);
        }
        return code.equals(UNAUTHORIZED) || failure.status() == 401
                ? new Unauthorized(words, failure)
                : new Internal(words, failure);
    }

    /** The failure of a login: who is refused is told so, and else what is wrong with the registry. */
    static EngineException forLogin(RegistryFailure failure) {
        String words = String.valueOf(failure.getMessage());
        return failure.status() == 401 || failure.status() == 403
                ? new Unauthorized(words, failure)
                : new Internal(words, failure);
    }

    private static String request(Call call) {
        String method = call.method().charAt(0) + call.method().substring(1).toLowerCase(Locale.ROOT);
        return method + " \"" + RegistryFailure.redacted(call.uri()) + "\": ";
    }

    private static String unconnected(URI uri, IOException cause) {
        try {
            InetAddress _ = InetAddress.getByName(host(uri));
        } catch (UnknownHostException e) {
            return "dial tcp: lookup " + host(uri) + ": no such host";
        }
        String message = RegistryFailure.bounded(deepest(cause).getMessage());
        boolean told = !message.isEmpty() && !message.contains("Exception");
        return dial(uri, "connect: " + (told ? message.toLowerCase(Locale.ROOT) : "connection refused"));
    }

    private static String dial(URI uri, String what) {
        String address;
        try {
            address = InetAddress.getByName(host(uri)).getHostAddress();
        } catch (UnknownHostException e) {
            address = host(uri);
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equals("https") ? 443 : 80;
        String shown = address.indexOf(':') >= 0 ? "[" + address + "]" : address;
        return "dial tcp " + shown + ":" + port + ": " + what;
    }

    private static String host(URI uri) {
        return InsecureRegistries.hostOf(String.valueOf(uri.getHost()));
    }

    private static String tls(SSLException cause) {
        String message = RegistryFailure.bounded(cause.getMessage());
        if (message.contains("plaintext connection") || message.contains("Unsupported or unrecognized SSL message")) {
            return "http: server gave HTTP response to HTTPS client";
        }
        if (message.contains("PKIX") || message.contains("subject alternative")) {
            return "tls: failed to verify certificate: x509: " + message;
        }
        return "tls: " + message;
    }

    static String reason(IOException cause) {
        Throwable root = deepest(cause);
        String message = RegistryFailure.bounded(root.getMessage());
        if (message.contains("received no bytes") || message.contains("EOF reached")) {
            return "EOF";
        }
        if (message.contains("bytes received") || message.contains("closed in FIXED") || message.contains("chunked")) {
            return "unexpected EOF";
        }
        return message.isEmpty() ? root.getClass().getSimpleName() : message.toLowerCase(Locale.ROOT);
    }

    private static Throwable deepest(Throwable cause) {
        Throwable at = cause;
        for (int depth = 0; depth < 16; depth++) {
            Throwable next = at.getCause();
            if (next == null || (next.getMessage() == null && at.getMessage() != null)) {
                return at;
            }
            at = next;
        }
        return at;
    }

    private static <T extends Throwable> @Nullable T causeOf(Throwable cause, Class<T> type) {
        Throwable at = cause;
        for (int depth = 0; depth < 16 && at != null; depth++) {
            if (type.isInstance(at)) {
                return type.cast(at);
            }
            at = at.getCause();
        }
        return null;
    }

    private static String quoted(String text) {
        return '"' + RegistryFailure.bounded(text).replace("\"", "\\\"") + '"';
    }

    static String statusLine(int status) {
        String reason = switch (status) {
            case 200 -> "OK";
            case 204 -> "No Content";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 408 -> "Request Timeout";
            case 413 -> "Request Entity Too Large";
            case 416 -> "Requested Range Not Satisfiable";
            case 429 -> "Too Many Requests";
            case 500 -> "Internal Server Error";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            default -> "";
        };
        return (status + " " + reason).strip();
    }
}
