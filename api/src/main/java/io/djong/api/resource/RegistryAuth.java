package io.djong.api.resource;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.djong.model.error.InvalidArgument;
import io.djong.model.json.Json;
import io.djong.registry.Credentials;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** API definition AuthConfig; as the header {@code X-Registry-Auth} it is JSON in base64url. */
record RegistryAuth(
        @JsonProperty("username") @Nullable String user,
        @JsonProperty("password") @Nullable String password,
        @JsonProperty("auth") @Nullable String auth,
        @JsonProperty("identitytoken") @Nullable String identityToken,
        @JsonProperty("registrytoken") @Nullable String registryToken,
        @JsonProperty("serveraddress") @Nullable String serverAddress) {

    /** What cannot be read counts as nobody, as it does for Docker: old clients send all kinds of things. */
    static Credentials parse(String header) {
        if (header.isEmpty()) {
            return Credentials.ANONYMOUS;
        }
        try {
            byte[] json = Base64.getUrlDecoder().decode(header.replace('+', '-').replace('/', '_'));
            RegistryAuth auth = Json.read(json, RegistryAuth.class);
            return auth == null ? Credentials.ANONYMOUS : auth.credentials();
        } catch (IllegalArgumentException | InvalidArgument e) {
            return Credentials.ANONYMOUS;
        }
    }

    Credentials credentials() {
        if (registryToken != null && !registryToken.isEmpty()) {
            return new Credentials.RegistryToken(registryToken);
        }
        if (identityToken != null && !identityToken.isEmpty()) {
            return new Credentials.IdentityToken(identityToken);
        }
        if (user != null && !user.isEmpty()) {
            return new Credentials.Basic(user, password == null ? "" : password);
        }
        return auth == null || auth.isEmpty() ? Credentials.ANONYMOUS : basic(auth);
    }

    private static Credentials basic(String auth) {
        String pair = new String(Base64.getDecoder().decode(auth), StandardCharsets.UTF_8);
        int colon = pair.indexOf(':');
        return colon < 1
                ? Credentials.ANONYMOUS
                : new Credentials.Basic(pair.substring(0, colon), pair.substring(colon + 1));
    }

    /** Shows no secret. */
    @Override
    public String toString() {
        return "RegistryAuth[***]";
    }
}
