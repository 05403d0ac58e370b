package io.djong.engine.system;

import io.djong.model.Reference;
import io.djong.model.error.InvalidArgument;
import io.djong.registry.Credentials;
import io.djong.registry.RegistryClient;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** Checks a user's credentials with a registry. Nothing of them is kept: clients keep what they log in with. */
public final class RegistryLogin {
    /** What clients call Docker Hub. */
    private static final Set<String> HUB = Set.of("index.docker.io", Reference.DEFAULT_DOMAIN);

    private final RegistryClient registries;

    public RegistryLogin(RegistryClient registries) {
        this.registries = registries;
    }

    /**
     * Asks the registry.
     *
     * @param server a host, or a URL whose path does not matter; empty for Docker Hub
     * @return the token to use instead of a password, where the registry gives one
     * @throws io.djong.model.error.Unauthorized if the registry does not take the credentials
     */
    public Optional<String> login(String server, Credentials credentials) {
        String authority = server.isEmpty() ? Reference.DEFAULT_DOMAIN : authority(server);
        return registries.login(HUB.contains(authority) ? Reference.DEFAULT_DOMAIN : authority, credentials);
    }

    private static String authority(String server) {
        boolean url = server.startsWith("https://") || server.startsWith("http://");
        try {
            String authority = URI.create(url ? server : "https://" + server).getRawAuthority();
            if (authority != null && authority.indexOf('@') < 0) {
                return authority;
            }
        } catch (IllegalArgumentException e) {
            throw new InvalidArgument("unable to parse server address: " + server, e);
        }
        throw new InvalidArgument("unable to parse server address: " + server);
    }
}
