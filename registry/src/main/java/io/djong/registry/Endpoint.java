package io.djong.registry;

import io.djong.model.error.InvalidArgument;
import java.net.URI;

/**
 * One place where a registry's API answers.
 *
 * @param base scheme, host and port, without a path
 * @param role whether this is the registry itself or a copy of it; a copy gets no credentials
 */
record Endpoint(URI base, Role role) {
    enum Role {
        ORIGIN,
        MIRROR
    }

    Endpoint {
        boolean web = "https".equals(base.getScheme()) || "http".equals(base.getScheme());
        boolean bare = base.getRawPath() == null || base.getRawPath().isEmpty();
        if (!web || base.getRawAuthority() == null || base.getRawUserInfo() != null || !bare) {
            throw new InvalidArgument("invalid registry endpoint: " + base);
        }
    }

    static Endpoint origin(String scheme, String authority) {
        return new Endpoint(URI.create(scheme + "://" + authority), Role.ORIGIN);
    }

    static Endpoint mirror(URI uri) {
        String path = uri.getRawPath();
        if (path != null && !path.isEmpty() && !path.equals("/")) {
            throw new InvalidArgument("invalid mirror: path, query, or fragment at end of the URI \"" + uri + "\"");
        }
        return new Endpoint(URI.create(uri.getScheme() + "://" + uri.getRawAuthority()), Role.MIRROR);
    }

    String authority() {
        return base.getRawAuthority();
    }

    URI resolve(String path) {
        return URI.create(base + path);
    }
}
