package io.djong.registry;

import io.djong.model.error.InvalidArgument;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * One place where a registry's API answers.
 *
 * @param api the root of the API, as {@code https://registry.example/v2}, without a slash at its end
 * @param role whether this is the registry itself or a copy of it; a copy gets no credentials
 * @param tls how it is spoken with; what its host's directory says where that is {@link Tls#PLAIN}
 * @param headers sent with every request
 */
record Endpoint(URI api, Role role, Tls tls, Map<String, String> headers) {
    private static final String VERSION = "/v2";

    enum Role {
        ORIGIN,
        MIRROR
    }

    Endpoint(URI api, Role role) {
        this(api, role, Tls.PLAIN, Map.of());
    }

    Endpoint {
        headers = Map.copyOf(headers);
        boolean web = "https".equals(api.getScheme()) || "http".equals(api.getScheme());
        boolean bare = api.getRawQuery() == null && api.getRawFragment() == null && api.getRawUserInfo() == null;
        if (!web || api.getHost() == null || !bare) {
            throw new InvalidArgument("invalid registry endpoint: " + RegistryFailure.redacted(api));
        }
    }

    static Endpoint origin(String scheme, String authority) {
        return new Endpoint(URI.create(scheme + "://" + authority + VERSION), Role.ORIGIN);
    }

    /** A mirror by its URL, below which the API is, as Docker has it. */
    static Endpoint mirror(URI uri) {
        return new Endpoint(URI.create(withoutSlash(uri) + VERSION), Role.MIRROR);
    }

    /** @param whole whether the URL is the API's own, and not what it is below */
    static Endpoint of(URI uri, boolean whole, Role role) {
        return new Endpoint(URI.create(withoutSlash(uri) + (whole ? "" : VERSION)), role);
    }

    Endpoint with(Tls newTls, Map<String, String> newHeaders) {
        return new Endpoint(api, role, newTls, newHeaders);
    }

    static String withoutSlash(URI uri) {
        String text = uri.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    boolean isMirror() {
        return role == Role.MIRROR;
    }

    String scheme() {
        return api.getScheme();
    }

    String authority() {
        return api.getRawAuthority();
    }

    /** @param path below the API's root, as {@code /library/busybox/tags/list} */
    URI resolve(String path) {
        return URI.create(api + path);
    }

    /**
     * The path below the API's root to which the header {@code Link} of an answer leads; empty if it does not lead to
     * this endpoint.
     *
     * @param link as {@code </v2/app/tags/list?last=b&n=2>; rel="next"} (RFC 8288)
     */
    Optional<String> below(URI answered, String link) {
        int end = link.indexOf('>');
        if (!link.startsWith("<") || end < 0 || !link.contains("next")) {
            return Optional.empty();
        }
        try {
            String target = answered.resolve(link.substring(1, end)).toString();
            String root = api + "/";
            return target.startsWith(root) ? Optional.of(target.substring(root.length() - 1)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** As administrators write it: the URL without the API's part. */
    String name() {
        String text = api.toString();
        return text.endsWith(VERSION) ? text.substring(0, text.length() - VERSION.length()) : text;
    }
}
