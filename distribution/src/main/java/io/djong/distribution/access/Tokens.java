package io.djong.distribution.access;

import io.djong.model.error.InvalidArgument;
import io.djong.model.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Checks bearer tokens (RFC 7519) for one registry: signature, issuer, audience, time. */
final class Tokens {
    private static final Duration LEEWAY = Duration.ofSeconds(60);
    private static final int MAX = 64 << 10;

    private final KeySource keys;
    private final String issuer;
    private final String audience;
    private final InstantSource clock;

    Tokens(KeySource keys, String issuer, String audience, InstantSource clock) {
        this.keys = keys;
        this.issuer = issuer;
        this.audience = audience;
        this.clock = clock;
    }

    /** The claims of a token that holds. */
    Optional<JsonNode> claims(String token) {
        String[] parts = token.split("\\.", -1);
        if (token.length() > MAX || parts.length != 3) {
            return Optional.empty();
        }
        try {
            JsonNode head = json(parts[0]);
            byte[] signed = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
            byte[] signature = Base64.getUrlDecoder().decode(parts[2]);
            String algorithm = head.path("alg").asString("");
            for (VerificationKey key : keys.keys(head.path("kid").asString(""))) {
                if (verifies(key, algorithm, signed, signature)) {
                    return Optional.of(json(parts[1])).filter(this::holds);
                }
            }
        } catch (IllegalArgumentException | InvalidArgument e) {
            return Optional.empty(); // not Base64, or not JSON
        }
        return Optional.empty();
    }

    private static boolean verifies(VerificationKey key, String algorithm, byte[] signed, byte[] signature) {
        try {
            return key.verifies(algorithm, signed, signature);
        } catch (GeneralSecurityException e) {
            return false; // a signature of another form
        }
    }

    private boolean holds(JsonNode claims) {
        Instant now = clock.instant();
        JsonNode expires = claims.path("exp");
        JsonNode begins = claims.path("nbf");
        return claims.isObject()
                && claims.path("iss").asString("").equals(issuer)
                && isFor(claims.path("aud"))
                && expires.isNumber()
                && now.minus(LEEWAY).getEpochSecond() < expires.asDouble()
                && (!begins.isNumber() || now.plus(LEEWAY).getEpochSecond() >= begins.asDouble());
    }

    private boolean isFor(JsonNode audiences) {
        if (audiences.isString()) {
            return audiences.asString().equals(audience);
        }
        for (JsonNode one : audiences) {
            if (one.asString("").equals(audience)) {
                return true;
            }
        }
        return false;
    }

    private static JsonNode json(String part) {
        return Json.tree(Base64.getUrlDecoder().decode(part));
    }
}
