package io.djong.registry;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One HTTP request as the client means it.
 *
 * @param limits how long to wait for the answer; the settings' where there are none
 * @param via the endpoint whose ways are followed
 */
record Call(
        String method,
        URI uri,
        Map<String, String> headers,
        Optional<Body> body,
        Optional<Limits> limits,
        Optional<Endpoint> via) {
    static final String AUTHORIZATION = "Authorization";

    /**
     * How long to wait.
     *
     * @param response for the head of the answer
     * @param stall for the next bytes of its body
     */
    record Limits(Duration response, Duration stall) {}

    Call {
        headers = Map.copyOf(headers);
    }

    Call(String method, URI uri, Map<String, String> headers, Optional<Body> body, Optional<Limits> limits) {
        this(method, uri, headers, body, limits, Optional.empty());
    }

    static Call get(URI uri, Map<String, String> headers) {
        return new Call("GET", uri, headers, Optional.empty(), Optional.empty());
    }

    static Call head(URI uri, Map<String, String> headers) {
        return new Call("HEAD", uri, headers, Optional.empty(), Optional.empty());
    }

    static Call post(URI uri, String form) {
        return new Call("POST", uri, Map.of(), Optional.of(new Body.Form(form)), Optional.empty());
    }

    /** One without a body. */
    static Call post(URI uri, Map<String, String> headers) {
        return new Call("POST", uri, headers, Optional.empty(), Optional.empty());
    }

    Call within(Optional<Limits> newLimits) {
        return new Call(method, uri, headers, body, newLimits, via);
    }

    Call via(Endpoint endpoint) {
        Map<String, String> more = new LinkedHashMap<>(endpoint.headers());
        more.putAll(headers);
        return new Call(method, uri, more, body, limits, Optional.of(endpoint));
    }

    Call authorized(Optional<String> value) {
        if (value.isEmpty()) {
            return this;
        }
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(AUTHORIZATION, value.get());
        return new Call(method, uri, more, body, limits, via);
    }

    /** The same call elsewhere. Credentials stay behind where the host, the port or the scheme changes. */
    Call redirected(URI target) {
        Map<String, String> rest = new LinkedHashMap<>(headers);
        boolean sameOrigin = uri.getScheme().equalsIgnoreCase(target.getScheme())
                && uri.getRawAuthority().equalsIgnoreCase(target.getRawAuthority());
        if (!sameOrigin) {
            rest.remove(AUTHORIZATION);
            via.ifPresent(endpoint -> rest.keySet().removeAll(endpoint.headers().keySet()));
        }
        return new Call(method, target, rest, body, limits, sameOrigin ? via : Optional.empty());
    }
}
