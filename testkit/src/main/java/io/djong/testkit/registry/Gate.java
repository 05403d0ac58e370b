package io.djong.testkit.registry;

import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Whom a {@link FakeRegistry} lets in. */
public final class Gate {
    /** How callers prove themselves. */
    public enum Kind {
        OPEN,
        BASIC,
        /** A bearer token that everybody gets. */
        TOKEN,
        /** A bearer token for those who name the user and the password. */
        PRIVATE_TOKEN
    }

    public static final String USER = "ada";
    public static final String PASSWORD = "lovelace";

    private volatile Kind kind = Kind.OPEN;
    private volatile boolean revoked;
    private final AtomicInteger issued = new AtomicInteger();

    Gate() {}

    public void require(Kind newKind) {
        kind = newKind;
    }

    /** Lets no token made so far pass any more. */
    public void revokeTokens() {
        revoked = true;
    }

    /** How many tokens were given out. */
    public int tokensIssued() {
        return issued.get();
    }

    static String basic() {
        byte[] pair = (USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    /** A new token; empty where the caller may not have one. */
    Optional<String> issue(HttpExchange exchange) {
        String shown = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        if (kind == Kind.PRIVATE_TOKEN && !shown.equals(basic())) {
            return Optional.empty();
        }
        revoked = false;
        return Optional.of("token-" + issued.incrementAndGet());
    }

    /** The challenge to answer with; empty where the caller may pass. */
    Optional<String> challenge(HttpExchange exchange, String base) {
        String shown = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        return switch (kind) {
            case OPEN -> Optional.empty();
            case BASIC -> shown.equals(basic()) ? Optional.empty() : Optional.of("Basic realm=\"test registry\"");
            case TOKEN, PRIVATE_TOKEN -> {
                boolean good = !revoked && shown.equals("Bearer token-" + issued.get());
                yield good
                        ? Optional.empty()
                        : Optional.of("Bearer realm=\"" + base + "/token\",service=\"test, registry\"");
            }
        };
    }
}
