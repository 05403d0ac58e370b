package io.djong.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** What a server proves itself with: a certificate chain and its key, in PEM files as other servers take them. */
public final class ServerIdentity {
    private static final Pattern KEY = Pattern.compile(
            "-----BEGIN (PRIVATE KEY|RSA PRIVATE KEY|EC PRIVATE KEY)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

    /** The beginning of an RSA key's PKCS #8 wrapping: version 0, rsaEncryption. */
    private static final byte[] RSA = HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");

    private static final byte[] EC_PUBLIC_KEY = HexFormat.of().parseHex("06072a8648ce3d0201");
    private static final int OCTETS = 0x04;
    private static final int SEQUENCE = 0x30;
    private static final int CURVE = 0xa0;

    private ServerIdentity() {}

    /**
     * Reads both files.
     *
     * @param certificates the server's own first, then those that vouch for it
     * @param key PKCS #8, or the older forms of RSA and EC keys; not encrypted
     * @throws IOException that names the file which cannot be used
     */
    public static SSLContext load(Path certificates, Path key) throws IOException {
        Certificate[] chain = chain(certificates);
        PrivateKey secret = key(key, chain[0].getPublicKey().getAlgorithm());
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", secret, new char[0], chain);
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(key + " does not belong to " + certificates + ": " + e.getMessage(), e);
        }
    }

    private static Certificate[] chain(Path file) throws IOException {
        try {
            List<Certificate> all = List.copyOf(CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file))));
            if (all.isEmpty()) {
                throw new IOException(file + " has no certificate in it");
            }
            return all.toArray(Certificate[]::new);
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " is not a certificate in PEM form: " + e.getMessage(), e);
        }
    }

    private static PrivateKey key(Path file, String algorithm) throws IOException {
        Matcher matcher = KEY.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        if (!matcher.find()) {
            throw new IOException(file + " has no private key in PEM form in it (an encrypted one cannot be used)");
        }
        byte[] der = Base64.getMimeDecoder().decode(matcher.group(2));
        try {
            byte[] wrapped = switch (matcher.group(1)) {
                case "RSA PRIVATE KEY" -> element(SEQUENCE, joined(RSA, element(OCTETS, der)));
                case "EC PRIVATE KEY" -> wrappedEc(der);
                default -> der;
            };
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(wrapped));
        } catch (GeneralSecurityException | ArrayIndexOutOfBoundsException e) {
            throw new IOException(file + " is not the key of a certificate of kind " + algorithm, e);
        }
    }

    /** The curve stands inside the older form, and before the key in PKCS #8 (RFC 5915, RFC 5208). */
    private static byte[] wrappedEc(byte[] der) throws GeneralSecurityException {
        int at = 2 + (der[1] < 0 ? der[1] & 0x7f : 0); // into the sequence
        while (at < der.length && (der[at] & 0xff) != CURVE) {
            at += 2 + der[at + 1];
        }
        if (at >= der.length) {
            throw new GeneralSecurityException("the key does not tell its curve");
        }
        byte[] curve = java.util.Arrays.copyOfRange(der, at + 2, at + 2 + der[at + 1]);
        byte[] kind = element(SEQUENCE, joined(EC_PUBLIC_KEY, curve));
        return element(SEQUENCE, joined(new byte[] {2, 1, 0}, kind, element(OCTETS, der)));
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** A DER element: tag, length, content. */
    private static byte[] element(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else {
            out.write(0x82);
            out.write(content.length >> 8);
            out.write(content.length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }
}
