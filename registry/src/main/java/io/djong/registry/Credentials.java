package io.djong.registry;

import java.util.Objects;

/**
 * Who asks a registry. A value that travels with one request: the client neither stores nor logs it, and its text form
 * shows no secret.
 */
public sealed interface Credentials {
    Credentials ANONYMOUS = new Anonymous();

    /** Nobody in particular. */
    record Anonymous() implements Credentials {}

    /** A user's name and password. */
    record Basic(String user, String password) implements Credentials {
        public Basic {
            Objects.requireNonNull(user);
            Objects.requireNonNull(password);
        }

        @Override
        public String toString() {
            return "Basic[user=" + user + ", password=***]";
        }
    }

    /** A refresh token, which a token server turns into tokens that registries take (OAuth 2, RFC 6749 section 6). */
    record IdentityToken(String token) implements Credentials {
        public IdentityToken {
            Objects.requireNonNull(token);
        }

        @Override
        public String toString() {
            return "IdentityToken[***]";
        }
    }

    /** A bearer token that the registry takes as it is. */
    record RegistryToken(String token) implements Credentials {
        public RegistryToken {
            Objects.requireNonNull(token);
        }

        @Override
        public String toString() {
            return "RegistryToken[***]";
        }
    }
}
