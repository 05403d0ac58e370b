package io.djong.distribution.access;

import io.djong.model.error.InvalidArgument;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;

/** Makes the guard that settings ask for. */
public final class Guards {
    private static final int KEY_BYTES = 32;

    private Guards() {}

    /** Users by name and password. @throws IOException if their file cannot be read */
    public static Guard passwords(Path htpasswd, String realm) throws IOException {
        Htpasswd users = new Htpasswd(htpasswd);
        users.check();
        return new PasswordGuard(users, realm);
    }

    /**
     * Tokens given out here.
     *
     * @param anonymous whether everybody may pull
     * @param secured whether clients reach the registry by TLS
     */
    public record Own(Path htpasswd, boolean anonymous, String service, boolean secured) {}

    /**
     * Makes the guard of a registry that gives tokens out.
     *
     * @param keyFile holds the key that signs tokens; made if it is not there, so that tokens outlive a restart
     */
    public static Guard ownTokens(Own own, Path keyFile, InstantSource clock) throws IOException {
        Htpasswd users = new Htpasswd(own.htpasswd());
        users.check();
        var key = new VerificationKey.Shared(new SecretKeySpec(secret(keyFile), "HmacSHA256"));
        TokenOffice.Terms terms = new TokenOffice.Terms(users, own.anonymous(), own.service(), own.secured());
        Tokens tokens = new Tokens(_ -> java.util.List.of(key), own.service(), own.service(), clock);
        return new TokenGuard(tokens, own.service(), Optional.empty(), Optional.of(new TokenOffice(terms, key, clock)));
    }

    /**
     * Tokens given out elsewhere.
     *
     * @param realm the URL at which clients get them
     * @param keys a file of keys or certificates, or the URL of a key set
     */
    public record External(String realm, String service, String issuer, String keys) {}

    public static Guard externalTokens(External external, InstantSource clock) throws IOException {
        KeySource keys = keys(external.keys(), clock);
        Tokens tokens = new Tokens(keys, external.issuer(), external.service(), clock);
        return new TokenGuard(tokens, external.service(), Optional.of(external.realm()), Optional.empty());
    }

    private static KeySource keys(String place, InstantSource clock) throws IOException {
        if (place.startsWith("http://") || place.startsWith("https://")) {
            return new RemoteKeys(URI.create(place), clock);
        }
        try {
            return PublicKeys.parse(Files.readString(Path.of(place)))::named;
        } catch (InvalidArgument e) {
            throw new IOException(place + ": " + e.message(), e);
        }
    }

    private static byte[] secret(Path file) throws IOException {
        if (!Files.exists(file)) {
            byte[] fresh = new byte[KEY_BYTES];
            new SecureRandom().nextBytes(fresh);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(file, fresh, StandardOpenOption.WRITE);
        }
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length != KEY_BYTES) {
            throw new IOException(file + " is no key of " + KEY_BYTES + " bytes: remove it");
        }
        return bytes;
    }
}
