package io.djong.log.driver;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * The parts of an address as users write it, {@code tcp://host:port} or {@code unix:///path}.
 *
 * @param port empty where there is none
 */
record Address(String scheme, String host, Optional<Integer> port, String path) {
    private static final int HIGHEST = 65_535;

    /** Empty if it is none. */
    static Optional<Address> parse(String text) {
        try {
            int schemeEnd = text.indexOf("://");
            if (schemeEnd < 0) {
                return Optional.empty();
            }
            URI uri = new URI(text); // its own host is none where that has an underscore: taken apart below
            String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
            String path = uri.getPath() == null ? "" : uri.getPath();
            return path.indexOf('\0') >= 0 ? Optional.empty() : of(text.substring(0, schemeEnd), authority, path);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** The same of {@code host:port} without a scheme. */
    static Optional<Address> of(String scheme, String authority, String path) {
        int colon = authority.lastIndexOf(':');
        boolean bare = colon < 0 || authority.endsWith("]");
        String host = bare ? authority : authority.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            return Optional.empty();
        }
        if (bare) {
            return Optional.of(new Address(scheme, host, Optional.empty(), path));
        }
        try {
            int port = Integer.parseInt(authority.substring(colon + 1));
            return port < 0 || port > HIGHEST
                    ? Optional.empty()
                    : Optional.of(new Address(scheme, host, Optional.of(port), path));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
