package io.djong.testkit.registry;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
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
        /** A bearer token for those who name the user and the password, or show the identity token. */
        PRIVATE_TOKEN
    }

    public static final String USER = "ada";
    public static final String PASSWORD = "lovelace";

    private volatile Kind kind = Kind.OPEN;
    private volatile String user = USER;
    private volatile String password = PASSWORD;
    private volatile boolean revoked;
    private volatile boolean rotating;
    private volatile String identity = "identity";
    private final AtomicInteger issued = new AtomicInteger();

    Gate() {}

    public void require(Kind newKind) {
        kind = newKind;
    }

    /** Knows somebody else. */
    public void know(String newUser, String newPassword) {
        user = newUser;
        password = newPassword;
    }

    /** Lets no token made so far pass any more. */
    public void revokeTokens() {
        revoked = true;
    }

    /** Gives a new identity token with each token from now on, and takes no older one. */
    public void rotateIdentity() {
        rotating = true;
    }

    /** What stands for the user instead of the password. */
    public String identity() {
        return identity;
    }

    /** How many tokens were given out. */
    public int tokensIssued() {
        return issued.get();
    }

    private String basic() {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    /** A new token, as the JSON of an answer; empty where the caller may not have one. */
    Optional<String> issue(HttpExchange exchange) throws IOException {
        boolean redeemed = exchange.getRequestMethod().equals("POST");
        if (kind == Kind.PRIVATE_TOKEN && !(redeemed ? showsIdentity(exchange) : showsPassword(exchange))) {
            return Optional.empty();
        }
        revoked = false;
        String token = "token-" + issued.incrementAndGet();
        boolean offline = String.valueOf(exchange.getRequestURI().getQuery()).contains("offline_token=true");
        if (redeemed && rotating) {
            identity = "identity-" + issued.get();
        }
        String refresh = offline || (redeemed && rotating) ? "\"refresh_token\":\"" + identity + "\"," : "";
        String name = redeemed ? "access_token" : "token";
        return Optional.of("{" + refresh + "\"" + name + "\":\"" + token + "\",\"expires_in\":300}");
    }

    private boolean showsPassword(HttpExchange exchange) {
        return basic().equals(exchange.getRequestHeaders().getFirst("Authorization"));
    }

    /** OAuth 2, RFC 6749 section 6. */
    private boolean showsIdentity(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII);
        return List.of(form.split("&", -1))
                .containsAll(List.of("grant_type=refresh_token", "refresh_token=" + identity));
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
