package io.djong.registry;

import java.nio.file.Path;
import java.util.List;

/**
 * How TLS is spoken with one host.
 *
 * @param authorities PEM files of certificates that are trusted besides the system's
 * @param identities what this side shows of itself
 * @param unverified whether any certificate is taken
 * @param version of the files: the time of the latest change
 */
record Tls(List<Path> authorities, List<Identity> identities, boolean unverified, long version) {
    static final Tls PLAIN = new Tls(List.of(), List.of(), false, 0);
    static final Tls UNVERIFIED = new Tls(List.of(), List.of(), true, 0);

    /**
     * A client's certificate.
     *
     * @param certificate PEM file, perhaps with its chain
     * @param key PEM file of the private key; may be the same
     */
    record Identity(Path certificate, Path key) {}

    Tls {
        authorities = List.copyOf(authorities);
        identities = List.copyOf(identities);
    }

    Tls withoutVerification() {
        return new Tls(authorities, identities, true, version);
    }
}
