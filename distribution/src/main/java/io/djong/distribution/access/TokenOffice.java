package io.djong.distribution.access;

import io.djong.distribution.protocol.ErrorCode;
import io.djong.distribution.protocol.Refusal;
import io.djong.http.Query;
import io.djong.http.Request;
import io.djong.http.Response;
import io.djong.model.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Gives tokens to users who know their passwords, and where that is wanted tokens to pull with to everybody (Docker's
 * token authentication specification; OAuth 2's password grant).
 */
final class TokenOffice {
    static final String PATH = "/token";

    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final int MAX_FORM = 64 << 10;

    private final Htpasswd users;
    private final boolean anonymous;
    private final String service;
    private final VerificationKey.Shared key;
    private final InstantSource clock;
    private final boolean secured;

    /**
     * What an office does.
     *
     * @param secured whether it is reached by TLS
     */
    record Terms(Htpasswd users, boolean anonymous, String service, boolean secured) {}

    TokenOffice(Terms terms, VerificationKey.Shared key, InstantSource clock) {
        this.users = terms.users();
        this.anonymous = terms.anonymous();
        this.service = terms.service();
        this.secured = terms.secured();
        this.key = key;
        this.clock = clock;
    }

    /** Where this is, by the name that the client calls the registry. */
    String realm(Request request) {
        String host = request.header("Host")
                .filter(h -> h.matches("[A-Za-z0-9.:\\[\\]-]{1,255}"))
                .orElse("localhost");
        return (secured ? "https://" : "http://") + host + PATH;
    }

    boolean knows(BasicCredentials credentials) throws IOException {
        return users.isRight(credentials.user(), credentials.password());
    }

    boolean answer(Request request, Response response) throws IOException {
        if (!request.path().equals(PATH)) {
            return false;
        }
        switch (request.method()) {
            case "GET" -> {
                Optional<BasicCredentials> credentials = BasicCredentials.of(request);
                boolean silent = request.header("Authorization").isEmpty();
                give(credentials, silent, Scope.parse(request.queries("scope")), response);
            }
            case "POST" -> {
                Query form = Query.form(new String(request.body(MAX_FORM), StandardCharsets.ISO_8859_1));
                if (!form.first("grant_type").orElse("").equals("password")) {
                    throw new Refusal(ErrorCode.UNSUPPORTED, 400, "the only grant_type here is password");
                }
                Optional<BasicCredentials> credentials = form.first("username")
                        .map(user -> new BasicCredentials(
                                user, form.first("password").orElse("")));
                give(credentials, false, Scope.parse(form.all("scope")), response);
            }
            default -> throw new Refusal(ErrorCode.UNSUPPORTED).header("Allow", "GET, POST");
        }
        return true;
    }

    private void give(Optional<BasicCredentials> credentials, boolean silent, List<Scope> asked, Response response)
            throws IOException {
        boolean known = credentials.isPresent() && knows(credentials.get());
        if (!known && !(silent && anonymous)) {
            throw PasswordGuard.unauthorized(service);
        }
        String user = credentials.map(BasicCredentials::user).orElse("");
        List<Scope> given =
                known ? asked : asked.stream().map(Scope::forAnonymous).toList();
        Instant now = clock.instant();
        String token = token(user, given, now);
        response.header("Content-Type", "application/json")
                .header("Cache-Control", "no-store")
                .send(Json.bytes(Map.of(
                        "token",
                        token,
                        "access_token",
                        token,
                        "token_type",
                        "Bearer",
                        "expires_in",
                        LIFE.toSeconds(),
                        "issued_at",
                        now.toString())));
    }

    private record Access(String type, String name, List<String> actions) {}

    private String token(String user, List<Scope> scopes, Instant now) {
        List<Access> access = scopes.stream()
                .map(scope -> new Access(scope.type(), scope.name(), List.copyOf(scope.actions())))
                .toList();
        String head = encoded(Json.bytes(Map.of("typ", "JWT", "alg", VerificationKey.Shared.ALGORITHM)));
        String claims = encoded(Json.bytes(Map.of(
                "iss",
                service,
                "sub",
                user,
                "aud",
                service,
                "iat",
                now.getEpochSecond(),
                "nbf",
                now.getEpochSecond(),
                "exp",
                now.plus(LIFE).getEpochSecond(),
                "jti",
                UUID.randomUUID().toString(),
                "access",
                access)));
        String signed = head + "." + claims;
        try {
            return signed + "." + encoded(key.sign(signed.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
