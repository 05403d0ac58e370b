package io.djong.registry;

import io.djong.model.error.InvalidArgument;
import io.djong.model.json.Json;
import io.djong.registry.RegistryFailure.Code;
import io.djong.registry.RegistryFailure.Kind;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Answers one endpoint's challenges for one repository: nothing, basic, or a bearer token of the token server that the
 * challenge names (distribution's token authentication specification). Tokens are kept until they expire, by this
 * object alone, which lives as long as the pull that made it.
 */
final class Authorizer {
    private static final int MAX_TOKEN_ANSWER = 1 << 20;
    private static final String CLIENT = "djong";
    private static final long SHORTEST_LIFE = 60;
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private final Transport transport;
    private final InsecureRegistries insecure;
    private final InstantSource clock;
    private final Endpoint endpoint;
    private final Credentials credentials;
    private final List<String> scopes;

    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by lock.
    private List<Challenge> challenges = List.of();
    private @Nullable Token token;
    private Optional<String> identityToken;

    private record Token(String value, Instant expiry) {}

    Authorizer(
            Transport transport, InsecureRegistries insecure, InstantSource clock, Endpoint endpoint, Access access) {
        this.transport = transport;
        this.insecure = insecure;
        this.clock = clock;
        this.endpoint = endpoint;
        // A mirror is a stranger.
        this.credentials = endpoint.isMirror() ? Credentials.ANONYMOUS : access.credentials();
        this.scopes = access.scopes();
        this.identityToken =
                credentials instanceof Credentials.IdentityToken(String given) ? Optional.of(given) : Optional.empty();
    }

    /**
     * Who wants to do what.
     *
     * @param scopes as {@code repository:library/busybox:pull}; none to know whether the credentials are good
     */
    record Access(Credentials credentials, List<String> scopes) {
        Access {
            scopes = List.copyOf(scopes);
        }
    }

    /**
     * What stands for the user at the token server: what it gave last to be used instead of a password, which a login
     * alone asks for, or the identity token that the credentials are.
     */
    Optional<String> identityToken() {
        lock.lock();
        try {
            return identityToken;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Learns from a 401.
     *
     * @param used the header that was refused; what made it is given up, unless another thread has renewed it already
     */
    void challenged(Answer refusal, Optional<String> used) {
        List<Challenge> offered = Challenge.parse(refusal.headers().allValues("WWW-Authenticate"));
        lock.lock();
        try {
            challenges = offered;
            if (token != null && used.equals(Optional.of("Bearer " + token.value()))) {
                token = null;
            }
        } finally {
            lock.unlock();
        }
    }

    /** The header to send, made anew where there is none or it has expired; empty where nobody asks for one. */
    Optional<String> header() throws RegistryFailure {
        lock.lock();
        try {
            if (challenges.isEmpty()) {
                return Optional.empty();
            }
            if (credentials instanceof Credentials.RegistryToken(String given)) {
                return Optional.of("Bearer " + given);
            }
            for (Challenge challenge : challenges) {
                if (challenge.is("bearer")) {
                    return Optional.of("Bearer " + currentToken(challenge));
                }
            }
            for (Challenge challenge : challenges) {
                if (challenge.is("basic")) {
                    return Optional.of(basicHeader());
                }
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private String basicHeader() throws RegistryFailure {
        if (credentials instanceof Credentials.Basic basic) {
            return encode(basic);
        }
        URI uri = endpoint.resolve("/");
        throw RegistryFailure.refused(
                uri, 401, List.of(), "Get \"" + RegistryFailure.redacted(uri) + "\": no basic auth credentials");
    }

    private static String encode(Credentials.Basic basic) {
        byte[] pair = (basic.user() + ":" + basic.password()).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    private String currentToken(Challenge challenge) throws RegistryFailure {
        Token held = token;
        if (held == null || !clock.instant().isBefore(held.expiry())) {
            held = fetchToken(challenge);
            token = held;
        }
        return held.value();
    }

    private Token fetchToken(Challenge challenge) throws RegistryFailure {
        URI realm = realm(challenge);
        Call call = switch (credentials) {
            case Credentials.Basic basic ->
                Call.get(query(realm, challenge, basic.user()), Map.of(Call.AUTHORIZATION, encode(basic)));
            case Credentials.IdentityToken(String given) ->
                Call.post(realm, form(challenge, identityToken.orElse(given)));
            case Credentials.Anonymous _, Credentials.RegistryToken _ ->
                Call.get(query(realm, challenge, ""), Map.of());
        };
        Answer answer = transport.send(call);
        if (answer.status() != 200) {
            throw refusal(answer.failure());
        }
        try (answer) {
            return parse(answer.uri(), answer.read(MAX_TOKEN_ANSWER));
        }
    }

    /** A token server need not speak the registry's error codes. */
    private static RegistryFailure refusal(RegistryFailure failure) {
        if (failure.status() != 401 || !failure.codes().isEmpty()) {
            return failure;
        }
        Code code = new Code("UNAUTHORIZED", "incorrect username or password");
        return RegistryFailure.refused(URI.create(failure.url()), 401, List.of(code), code.words());
    }

    private URI realm(Challenge challenge) throws RegistryFailure {
        String text = challenge.parameter("realm").orElse("");
        try {
            URI realm = URI.create(text);
            String scheme = String.valueOf(realm.getScheme());
            if (realm.getHost() != null && (scheme.equals("https") || scheme.equals("http"))) {
                boolean secret = !(credentials instanceof Credentials.Anonymous);
                if (secret && scheme.equals("http") && !insecure.contains(realm.getRawAuthority())) {
                    throw RegistryFailure.of(
                            Kind.MALFORMED,
                            realm,
                            "refusing to send credentials to " + RegistryFailure.redacted(realm) + " in the clear");
                }
                return realm;
            }
        } catch (IllegalArgumentException e) {
            // Told below, as any other realm that leads nowhere.
        }
        throw RegistryFailure.of(
                Kind.MALFORMED,
                endpoint.api(),
                "invalid realm in the challenge of " + endpoint.name() + ": " + RegistryFailure.bounded(text));
    }

    private URI query(URI realm, Challenge challenge, String account) {
        StringBuilder query = new StringBuilder(realm.getRawQuery() == null ? "" : realm.getRawQuery());
        challenge.parameter("service").ifPresent(service -> append(query, "service", service));
        if (scopes.isEmpty()) {
            append(query, "client_id", CLIENT);
            append(query, "offline_token", "true");
        }
        scopes.forEach(scope -> append(query, "scope", scope));
        if (!account.isEmpty()) {
            append(query, "account", account);
        }
        String path = realm.getRawPath() == null ? "" : realm.getRawPath();
        return URI.create(realm.getScheme() + "://" + realm.getRawAuthority() + path + "?" + query);
    }

    /** The question for a token by another that stands for the user (OAuth 2, RFC 6749 section 6). */
    private String form(Challenge challenge, String identity) {
        StringBuilder form = new StringBuilder();
        append(form, "grant_type", "refresh_token");
        append(form, "refresh_token", identity);
        append(form, "client_id", CLIENT);
        append(form, "service", challenge.parameter("service").orElse(""));
        if (scopes.isEmpty()) {
            append(form, "access_type", "offline");
        } else {
            append(form, "scope", String.join(" ", scopes));
        }
        return form.toString();
    }

    private static void append(StringBuilder query, String name, String value) {
        query.append(query.isEmpty() ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    private Token parse(URI uri, byte[] body) throws RegistryFailure {
        JsonNode tree;
        try {
            tree = Json.tree(body);
        } catch (InvalidArgument e) {
            throw RegistryFailure.of(
                    Kind.MALFORMED, uri, "unable to decode token response: " + RegistryFailure.bounded(e.message()), e);
        }
        String value = tree.path("token").asString("");
        if (value.isEmpty()) {
            value = tree.path("access_token").asString("");
        }
        if (value.isEmpty() || value.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw RegistryFailure.of(
                    Kind.MALFORMED, uri, "authorization server did not include a token in the response");
        }
        String renewed = tree.path("refresh_token").asString("");
        if (!renewed.isEmpty()) {
            identityToken = Optional.of(renewed); // the one before need not be good any more
        }
        long life = Math.clamp(tree.path("expires_in").asLong(SHORTEST_LIFE), SHORTEST_LIFE, 86_400);
        return new Token(value, clock.instant().plusSeconds(life).minus(MARGIN));
    }
}
