package io.djong.distribution.access;

import io.djong.model.error.InvalidArgument;
import io.djong.model.json.Json;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Public keys as token servers hand them out: a JSON web key set (RFC 7517), PEM certificates or PEM public keys. */
record PublicKeys(List<Named> keys) {
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN (CERTIFICATE|PUBLIC KEY)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

    /** @param id empty where the key has none */
    record Named(String id, VerificationKey key) {}

    PublicKeys {
        keys = List.copyOf(keys);
    }

    /** @throws InvalidArgument if there is no key in the text that is understood */
    static PublicKeys parse(String text) {
        List<Named> keys = text.stripLeading().startsWith("{") ? jwks(text) : pem(text);
        if (keys.isEmpty()) {
            throw new InvalidArgument("no public key that signs tokens is in it");
        }
        return new PublicKeys(keys);
    }

    /** The keys of that id; all where none has it, or none is asked for. */
    List<VerificationKey> named(String id) {
        List<VerificationKey> all = keys.stream().map(Named::key).toList();
        List<VerificationKey> same = keys.stream()
                .filter(key -> !id.isEmpty() && key.id().equals(id))
                .map(Named::key)
                .toList();
        return same.isEmpty() ? all : same;
    }

    boolean has(String id) {
        return id.isEmpty() || keys.stream().anyMatch(key -> key.id().equals(id));
    }

    private static List<Named> pem(String text) {
        List<Named> keys = new ArrayList<>();
        Matcher matcher = PEM.matcher(text);
        while (matcher.find()) {
            byte[] der = Base64.getMimeDecoder().decode(matcher.group(2));
            try {
                PublicKey key;
                if (matcher.group(1).equals("CERTIFICATE")) {
                    Certificate certificate =
                            CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
                    key = certificate.getPublicKey();
                } else {
                    key = publicKey(der);
                }
                keys.add(new Named("", new VerificationKey.Public(key)));
            } catch (GeneralSecurityException e) {
                throw new InvalidArgument("not a key: " + e.getMessage(), e);
            }
        }
        return keys;
    }

    private static PublicKey publicKey(byte[] der) throws GeneralSecurityException {
        GeneralSecurityException last = new GeneralSecurityException("unknown kind of key");
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(der));
            } catch (GeneralSecurityException e) {
                last.addSuppressed(e);
            }
        }
        throw last;
    }

    /** Keys for encryption, and kinds that are not known, are passed over. */
    private static List<Named> jwks(String text) {
        List<Named> keys = new ArrayList<>();
        for (JsonNode node : Json.read(text, JsonNode.class).path("keys")) {
            if (node.path("use").asString("sig").equals("sig")) {
                key(node)
                        .ifPresent(key ->
                                keys.add(new Named(node.path("kid").asString(""), new VerificationKey.Public(key))));
            }
        }
        return keys;
    }

    private static Optional<PublicKey> key(JsonNode node) {
        try {
            return switch (node.path("kty").asString("")) {
                case "RSA" -> Optional.of(rsa(node));
                case "EC" -> Optional.of(ec(node));
                case "OKP" -> Optional.of(ed(node));
                default -> Optional.empty();
            };
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static PublicKey rsa(JsonNode node) throws GeneralSecurityException {
        return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(number(node, "n"), number(node, "e")));
    }

    private static PublicKey ec(JsonNode node) throws GeneralSecurityException {
        String curve = switch (node.path("crv").asString("")) {
            case "P-256" -> "secp256r1";
            case "P-384" -> "secp384r1";
            case "P-521" -> "secp521r1";
            default -> throw new GeneralSecurityException("unknown curve");
        };
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(curve));
        ECPoint point = new ECPoint(number(node, "x"), number(node, "y"));
        return KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(point, parameters.getParameterSpec(ECParameterSpec.class)));
    }

    /** Little-endian, with the sign of the other coordinate in the last bit (RFC 8032, section 5.1.2). */
    private static PublicKey ed(JsonNode node) throws GeneralSecurityException {
        byte[] bytes = Base64.getUrlDecoder().decode(node.path("x").asString(""));
        if (!node.path("crv").asString("").equals("Ed25519") || bytes.length != 32) {
            throw new GeneralSecurityException("unknown curve");
        }
        boolean odd = (bytes[31] & 0x80) != 0;
        bytes[31] &= 0x7f;
        byte[] reversed = new byte[32];
        for (int i = 0; i < 32; i++) {
            reversed[i] = bytes[31 - i];
        }
        return KeyFactory.getInstance("EdDSA")
                .generatePublic(new EdECPublicKeySpec(
                        NamedParameterSpec.ED25519, new EdECPoint(odd, new BigInteger(1, reversed))));
    }

    private static BigInteger number(JsonNode node, String name) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(node.path(name).asString("")));
    }
}
