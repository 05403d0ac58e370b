package io.djong.log.driver;

import io.djong.model.error.InvalidArgument;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * What a TLS client trusts and presents, by files in the PEM format.
 *
 * @param authorities the system's where empty
 * @param certificate of this side, together with its {@code key}; none where empty
 * @param anybody whether to trust whoever answers
 */
record Tls(Optional<Path> authorities, Optional<Path> certificate, Optional<Path> key, boolean anybody) {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN (RSA )?PRIVATE KEY-----([^-]*)-----END (RSA )?PRIVATE KEY-----");

    /** {@code SEQUENCE { OBJECT IDENTIFIER rsaEncryption, NULL }} (RFC 8017, appendix A). */
    private static final byte[] RSA = {
        0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00
    };

    private static final byte[] VERSION = {0x02, 0x01, 0x00};
    private static final char[] NO_PASSWORD = new char[0];

    /** @throws InvalidArgument if a file is missing or not what it should be */
    SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(), trust(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new InvalidArgument("failed to set up TLS for syslog: " + e.getMessage(), e);
        }
    }

    private TrustManager[] trust() throws IOException, GeneralSecurityException {
        if (anybody) {
            return new TrustManager[] {new Anybody()};
        }
        KeyStore store = null;
        if (authorities.isPresent()) {
            store = empty();
            int number = 0;
            for (Certificate authority : certificates(authorities.get())) {
                store.setCertificateEntry("ca-" + number++, authority);
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private KeyManager[] keys() throws IOException, GeneralSecurityException {
        if (certificate.isEmpty() || key.isEmpty()) {
            return new KeyManager[0];
        }
        KeyStore store = empty();
        store.setKeyEntry(
                "key",
                privateKey(Files.readString(key.get(), StandardCharsets.US_ASCII)),
                NO_PASSWORD,
                certificates(certificate.get()).toArray(Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }

    private static Collection<? extends Certificate> certificates(Path file)
            throws IOException, GeneralSecurityException {
        try (InputStream in = new ByteArrayInputStream(Files.readAllBytes(file))) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in);
        }
    }

    private static PrivateKey privateKey(String pem) throws GeneralSecurityException {
        Matcher matcher = KEY.matcher(pem);
        if (!matcher.find()) {
            throw new GeneralSecurityException("the key is not in the form PKCS #8 or, for RSA, PKCS #1");
        }
        byte[] der = Base64.getMimeDecoder().decode(matcher.group(2));
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(matcher.group(1) == null ? der : wrapped(der));
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (GeneralSecurityException e) {
                // of another kind
            }
        }
        throw new GeneralSecurityException("the key is of no known kind");
    }

    /** PKCS #1 within PKCS #8 (RFC 5208). */
    private static byte[] wrapped(byte[] rsa) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(VERSION);
        content.writeBytes(RSA);
        content.writeBytes(tagged(0x04, rsa));
        return tagged(0x30, content.toByteArray());
    }

    private static byte[] tagged(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        out.write(0x82); // two bytes of length: all keys are longer than 255 bytes, none longer than 65535
        out.write(content.length >> 8);
        out.write(content.length);
        out.writeBytes(content);
        return out.toByteArray();
    }

    /** Trusts everybody, also under another name, as was asked for. */
    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
