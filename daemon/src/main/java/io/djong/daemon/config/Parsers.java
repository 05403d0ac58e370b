package io.djong.daemon.config;

import io.djong.model.Reference;
import io.djong.model.error.InvalidArgument;
import io.djong.model.json.Json;
import io.djong.network.Subnet;
import io.djong.network.SubnetPool;
import io.djong.registry.ProxySettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** What the texts of some options mean. Each throws {@link InvalidArgument}, or what its parts throw, for a wrong one. */
final class Parsers {
    private static final Set<String> SECCOMP_NAMES = Set.of("", "builtin", "unconfined");

    private Parsers() {}

    /** A registry mirror: an http or https URL of a host, perhaps with a path. */
    static URI mirror(String text) {
        URI uri = URI.create(text);
        if (!"http".equals(uri.getScheme()) && !"https".equals(uri.getScheme())) {
            throw new InvalidArgument("invalid mirror: it must begin with http:// or https://");
        }
        if (uri.getHost() == null) {
            throw new InvalidArgument("invalid mirror: it has no host");
        }
        if (uri.getRawUserInfo() != null) {
            throw new InvalidArgument("invalid mirror: username/password not allowed in URI");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new InvalidArgument("invalid mirror: query or fragment at end of the URI");
        }
        return uri;
    }

    /** Mirrors by the registry that they are of: {@code {"registry.example": {"mirrors": ["https://a.example"]}}}. */
    static Map<String, List<URI>> registryMirrors(String json) {
        Map<String, List<URI>> mirrors = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry :
                Json.tree(json.getBytes(StandardCharsets.UTF_8)).properties()) {
            if (!Reference.parse(entry.getKey() + "/x").domain().equals(entry.getKey())) {
                throw new InvalidArgument("\"" + entry.getKey() + "\" is not a registry's host");
            }
            JsonNode list = entry.getValue().path("mirrors");
            if (!list.isArray()) {
                throw new InvalidArgument(entry.getKey() + " has no list \"mirrors\"");
            }
            List<URI> uris = new ArrayList<>();
            list.forEach(item -> uris.add(mirror(item.asString(""))));
            mirrors.put(entry.getKey(), uris);
        }
        return mirrors;
    }

    static String proxy(String text) {
        ProxySettings _ = new ProxySettings(text, "", "");
        return text;
    }

    /** Docker's {@code {"http-proxy": …, "https-proxy": …, "no-proxy": …}}. */
    static ProxySettings proxies(String json) {
        JsonNode tree = Json.tree(json.getBytes(StandardCharsets.UTF_8));
        return new ProxySettings(
                tree.path("http-proxy").asString(""),
                tree.path("https-proxy").asString(""),
                tree.path("no-proxy").asString(""));
    }

    /** A number that is not negative. */
    static int count(String text) {
        int count = Integer.parseInt(text);
        if (count < 0) {
            throw new InvalidArgument("it is negative");
        }
        return count;
    }

    /** The text of an IP address. */
    static String address(String text) {
        return InetAddress.ofLiteral(text).getHostAddress();
    }

    /** The text of a label. */
    static String label(String text) {
        if (text.indexOf('=') < 1) {
            throw new InvalidArgument("bad attribute format: must be key=value");
        }
        return text;
    }

    /** A pool of subnets: {@code base=10.10.0.0/16,size=24}. */
    static SubnetPool pool(String text) {
        Map<String, String> parts = new HashMap<>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            parts.put(equals < 0 ? part : part.substring(0, equals), part.substring(equals + 1));
        }
        if (!parts.keySet().equals(Set.of("base", "size"))) {
            throw new InvalidArgument("must be base=CIDR,size=LENGTH");
        }
        return new SubnetPool(
                Subnet.parse(parts.getOrDefault("base", "")), Integer.parseInt(parts.getOrDefault("size", "")));
    }

    /** A seccomp profile: one of two names, or the text of a file. */
    static String seccomp(String text) {
        if (SECCOMP_NAMES.contains(text)) {
            return text.isEmpty() ? "builtin" : text;
        }
        try {
            return Files.readString(Path.of(text));
        } catch (IOException e) {
            throw new InvalidArgument("opening seccomp profile failed: " + e, e);
        }
    }
}
