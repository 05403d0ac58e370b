package io.djong.registry;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One HTTP request as the client means it. A body, where there is one, is a form. */
record Call(String method, URI uri, Map<String, String> headers, Optional<String> form) {
    static final String AUTHORIZATION = "Authorization";

    Call {
        headers = Map.copyOf(headers);
    }

    static Call get(URI uri, Map<String, String> headers) {
        return new Call("GET", uri, headers, Optional.empty());
    }

    static Call head(URI uri, Map<String, String> headers) {
        return new Call("HEAD", uri, headers, Optional.empty());
    }

    static Call post(URI uri, String form) {
        return new Call("POST", uri, Map.of("Content-Type", "application/x-www-form-urlencoded"), Optional.of(form));
    }

    Call authorized(Optional<String> value) {
        if (value.isEmpty()) {
            return this;
        }
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(AUTHORIZATION, value.get());
        return new Call(method, uri, more, form);
    }

    /** The same call elsewhere. Credentials stay behind where the host, the port or the scheme changes. */
    Call redirected(URI target) {
        Map<String, String> rest = new LinkedHashMap<>(headers);
        boolean sameOrigin = uri.getScheme().equalsIgnoreCase(target.getScheme())
                && uri.getRawAuthority().equalsIgnoreCase(target.getRawAuthority());
        if (!sameOrigin) {
            rest.remove(AUTHORIZATION);
        }
        return new Call(method, target, rest, form);
    }
}
