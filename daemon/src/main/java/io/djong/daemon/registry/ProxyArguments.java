package io.djong.daemon.registry;

import io.djong.daemon.config.ServeArguments;
import io.djong.daemon.config.ServeOption;
import io.djong.distribution.proxy.Upstream;
import io.djong.distribution.proxy.Upstreams;
import io.djong.model.Reference;
import io.djong.model.Release;
import io.djong.model.error.InvalidArgument;
import io.djong.model.json.Json;
import io.djong.registry.Credentials;
import io.djong.registry.RegistryClient;
import io.djong.registry.RegistrySettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The options of a registry that is a cache of others. */
record ProxyArguments(ServeArguments arguments, Clock clock) {
    /** Under this name a login to Docker Hub is kept. */
    private static final String HUB_LOGIN = "https://index.docker.io/v1/";

    /** The registries, and how to reach them; empty where there are none. */
    Optional<Upstreams> upstreams() throws IOException {
        List<Upstream> all = arguments.all(ServeOption.PROXY).stream()
                .map(ProxyArguments::upstream)
                .toList();
        if (all.isEmpty()) {
            return Optional.empty();
        }
        RegistrySettings settings = RegistrySettings.defaults()
                .withInsecure(arguments.all(ServeOption.PROXY_INSECURE))
                .withUserAgent("djong/" + Release.VERSION);
        Duration fresh = arguments.duration(ServeOption.PROXY_FRESH, Duration.ofMinutes(1));
        Optional<Path> logins = arguments.path(ServeOption.PROXY_AUTH);
        return Optional.of(new Upstreams(
                all,
                new RegistryClient(settings, clock),
                logins.isEmpty() ? Map.of() : credentials(logins.get()),
                fresh));
    }

    private static Upstream upstream(String text) {
        int equals = text.indexOf('=');
        try {
            return new Upstream(equals < 0 ? "" : text.substring(0, equals), text.substring(equals + 1));
        } catch (RuntimeException e) {
            throw ServeArguments.invalid(ServeOption.PROXY, text, String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, Credentials> credentials(Path file) throws IOException {
        Map<String, Credentials> credentials = new HashMap<>();
        try {
            for (Map.Entry<String, JsonNode> login :
                    Json.tree(Files.readAllBytes(file)).path("auths").properties()) {
                String pair = new String(
                        Base64.getDecoder().decode(login.getValue().path("auth").asString("")), StandardCharsets.UTF_8);
                int colon = pair.indexOf(':');
                if (colon > 0) {
                    credentials.put(
                            host(login.getKey()),
                            new Credentials.Basic(pair.substring(0, colon), pair.substring(colon + 1)));
                }
            }
        } catch (InvalidArgument | IllegalArgumentException e) {
            throw new IOException(file + " is not a config.json of docker's", e);
        }
        return credentials;
    }

    private static String host(String login) {
        if (login.equals(HUB_LOGIN)) {
            return Reference.DEFAULT_DOMAIN;
        }
        String host = login.replaceFirst("^https?://", "");
        int slash = host.indexOf('/');
        return slash < 0 ? host : host.substring(0, slash);
    }
}
