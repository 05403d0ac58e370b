package io.djong.distribution.access;

import io.djong.http.Request;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** A user's name and password as a request brings them (RFC 7617). */
record BasicCredentials(String user, String password) {
    static Optional<BasicCredentials> of(Request request) {
        return scheme(request, "Basic ").flatMap(BasicCredentials::decoded);
    }

    /** What follows the scheme in the Authorization header, where it is that scheme. */
    static Optional<String> scheme(Request request, String scheme) {
        return request.header("Authorization")
                .filter(value -> value.regionMatches(true, 0, scheme, 0, scheme.length()))
                .map(value -> value.substring(scheme.length()).strip());
    }

    private static Optional<BasicCredentials> decoded(String text) {
        try {
            String pair = new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 1
                    ? Optional.empty()
                    : Optional.of(new BasicCredentials(pair.substring(0, colon), pair.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "BasicCredentials[user=" + user + ", password=***]";
    }
}
