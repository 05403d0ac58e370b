package io.djong.registry;

import io.djong.model.error.InvalidArgument;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A {@code hosts.toml} as containerd has it: the hosts that have a registry's content, in their order, and where the
 * registry itself is.
 *
 * @param server of the registry; empty for where its name says
 * @param mirrors that may be asked for content
 * @param pushed the first host that is said to take pushes; it stands for the registry then
 */
record HostsFile(Optional<Endpoint> server, List<Endpoint> mirrors, Optional<Endpoint> pushed) {
    private static final int MAX_BYTES = 1 << 20;

    HostsFile {
        mirrors = List.copyOf(mirrors);
    }

    /** @throws InvalidArgument that names the file if it is malformed */
    static HostsFile read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new InvalidArgument("it is larger than 1 MiB");
            }
            return parse(Files.readString(file), file);
        } catch (IOException e) {
            throw new InvalidArgument("cannot read " + file + ": " + e.getMessage(), e);
        } catch (InvalidArgument e) {
            throw new InvalidArgument("invalid " + file + ": " + e.message(), e);
        }
    }

    static HostsFile parse(String text, Path file) {
        Map<String, Object> root = Toml.parse(text);
        List<Endpoint> mirrors = new ArrayList<>();
        Optional<Endpoint> pushed = Optional.empty();
        if (root.get("host") instanceof Map<?, ?> hosts) {
            for (Map.Entry<?, ?> host : hosts.entrySet()) {
                if (!(host.getValue() instanceof Map<?, ?> settings)) {
                    continue;
                }
                String url = host.getKey().toString();
                if (mayServe(settings)) {
                    mirrors.add(endpoint(url, settings, file, Endpoint.Role.MIRROR));
                }
                if (pushed.isEmpty() && takesPushes(settings)) {
                    pushed = Optional.of(endpoint(url, settings, file, Endpoint.Role.ORIGIN));
                }
            }
        }
        Optional<Endpoint> server = root.get("server") instanceof String url
                ? Optional.of(endpoint(url, root, file, Endpoint.Role.ORIGIN))
                : Optional.empty();
        return new HostsFile(server, mirrors, pushed);
    }

    /** All capabilities where none are named. */
    private static boolean mayServe(Map<?, ?> settings) {
        return !(settings.get("capabilities") instanceof List<?> named)
                || named.contains("pull")
                || named.contains("resolve");
    }

    /** Only where it is said: who pushes shows the registry's credentials there. */
    private static boolean takesPushes(Map<?, ?> settings) {
        return settings.get("capabilities") instanceof List<?> named && named.contains("push");
    }

    private static Endpoint endpoint(String url, Map<?, ?> settings, Path file, Endpoint.Role role) {
        URI uri;
        try {
            uri = URI.create(url.contains("://") ? url : "https://" + url);
        } catch (IllegalArgumentException e) {
            throw new InvalidArgument("invalid host \"" + url + "\"", e);
        }
        boolean whole = Boolean.TRUE.equals(settings.get("override_path"));
        Tls tls = new Tls(
                paths(settings.get("ca"), file),
                identities(settings.get("client"), file),
                Boolean.TRUE.equals(settings.get("skip_verify")),
                0);
        return Endpoint.of(uri, whole, role).with(tls, headers(settings.get("header")));
    }

    private static List<Path> paths(@Nullable Object value, Path file) {
        return switch (value) {
            case String one -> List.of(file.resolveSibling(one));
            case List<?> several ->
                several.stream().map(one -> file.resolveSibling(one.toString())).toList();
            case null, default -> List.of();
        };
    }

    /** One file with both, or several, or pairs of certificate and key. */
    private static List<Tls.Identity> identities(@Nullable Object value, Path file) {
        if (value instanceof String both) {
            Path path = file.resolveSibling(both);
            return List.of(new Tls.Identity(path, path));
        }
        List<Tls.Identity> identities = new ArrayList<>();
        if (value instanceof List<?> items) {
            for (Object item : items) {
                List<Path> pair = paths(item, file);
                if (!pair.isEmpty()) {
                    identities.add(new Tls.Identity(pair.getFirst(), pair.getLast()));
                }
            }
        }
        return identities;
    }

    private static Map<String, String> headers(@Nullable Object value) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, text) -> headers.put(
                    name.toString(),
                    text instanceof List<?> list && !list.isEmpty()
                            ? list.getFirst().toString()
                            : String.valueOf(text)));
        }
        return headers;
    }
}
