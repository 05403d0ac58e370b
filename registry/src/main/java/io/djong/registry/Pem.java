package io.djong.registry;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads certificates and private keys from PEM files (RFC 7468), whose other parts are passed over. */
final class Pem {
    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
    private static final int MAX_BYTES = 8 << 20;
    private static final byte[] RSA = der("300d06092a864886f70d0101010500");
    /** Object identifiers of elliptic curves, by which a key in the form of RFC 5915 is wrapped. */
    private static final byte[] EC = der("06072a8648ce3d0201");

    private Pem() {}

    private static final class Block {
        private final String label;
        private final byte[] content;

        Block(String label, byte[] content) {
            this.label = label;
            this.content = content;
        }
    }

    static List<X509Certificate> certificates(Path file) throws IOException {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            List<X509Certificate> found = new ArrayList<>();
            for (Block block : blocks(file)) {
                if (block.label.equals("CERTIFICATE")
                        && factory.generateCertificate(new ByteArrayInputStream(block.content))
                                instanceof X509Certificate certificate) {
                    found.add(certificate);
                }
            }
            return found;
        } catch (CertificateException e) {
            throw new IOException("could not load X509 certificate: " + file + ": " + e.getMessage(), e);
        }
    }

    static PrivateKey key(Path file) throws IOException {
        for (Block block : blocks(file)) {
            switch (block.label) {
                case "PRIVATE KEY" -> {
                    return key(file, block.content);
                }
                case "RSA PRIVATE KEY" -> {
                    return key(file, wrapped(RSA, block.content));
                }
                case "EC PRIVATE KEY" -> {
                    return key(file, wrapped(algorithm(file, block.content), block.content));
                }
                default -> {
                    // a certificate, parameters, or what is not ours to read
                }
            }
        }
        throw new IOException("could not load X509 key: " + file + ": no private key that is not encrypted");
    }

    private static PrivateKey key(Path file, byte[] pkcs8) throws IOException {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(pkcs8);
        return Stream.of("RSA", "EC", "EdDSA")
                .flatMap(algorithm -> key(algorithm, spec).stream())
                .findFirst()
                .orElseThrow(() -> new IOException("could not load X509 key: " + file + ": unknown kind of key"));
    }

    private static Optional<PrivateKey> key(String algorithm, PKCS8EncodedKeySpec spec) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(spec));
        } catch (InvalidKeySpecException e) {
            return Optional.empty(); // another kind
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }

    private static List<Block> blocks(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + " is larger than " + MAX_BYTES + " bytes");
        }
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        try {
            while (matcher.find()) {
                blocks.add(new Block(matcher.group(1), Base64.getMimeDecoder().decode(matcher.group(2))));
            }
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is no PEM file: " + e.getMessage(), e);
        }
        return blocks;
    }

    /** The algorithm of a key that names its curve: element [0] of RFC 5915's structure. */
    private static byte[] algorithm(Path file, byte[] sec1) throws IOException {
        for (int i = 0; i + 2 < sec1.length; i++) {
            int length = sec1[i + 1];
            boolean named = (sec1[i] & 0xff) == 0xa0 && sec1[i + 2] == 0x06 && i + 2 + length <= sec1.length;
            if (named && length == sec1[i + 3] + 2) {
                ByteArrayOutputStream both = new ByteArrayOutputStream();
                both.writeBytes(EC);
                both.write(sec1, i + 2, length);
                return element(0x30, both.toByteArray());
            }
        }
        throw new IOException("could not load X509 key: " + file + ": the curve is not named");
    }

    /** A key of its own form within the common one (RFC 5958). */
    private static byte[] wrapped(byte[] algorithm, byte[] key) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(new byte[] {2, 1, 0});
        content.writeBytes(algorithm);
        content.writeBytes(element(0x04, key));
        return element(0x30, content.toByteArray());
    }

    private static byte[] element(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.length;
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] der(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
