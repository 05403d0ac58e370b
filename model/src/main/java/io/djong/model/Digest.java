package io.djong.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.djong.model.error.InvalidArgument;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The content address of a blob: an algorithm and the lower-case hexadecimal hash (OCI image spec, descriptor.md).
 *
 * <p>SHA-256 and SHA-512 are the registered algorithms and the only ones accepted.
 */
public record Digest(String algorithm, String hex) {
    public static final String SHA256 = "sha256";
    private static final String SHA512 = "sha512";

    public Digest {
        int length = switch (algorithm) {
            case SHA256 -> 64;
            case SHA512 -> 128;
            default -> throw new InvalidArgument("unsupported digest algorithm: " + bounded(algorithm));
        };
        if (hex.length() != length || !isLowerHex(hex)) {
            throw new InvalidArgument("invalid checksum digest format: " + bounded(hex));
        }
    }

    /** Parses {@code sha256:<hex>}. */
    @JsonCreator
    public static Digest parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new InvalidArgument("invalid checksum digest format: " + bounded(text));
        }
        return new Digest(text.substring(0, colon), text.substring(colon + 1));
    }

    public static Digest sha256(byte[] content) {
        MessageDigest hasher = hasher(SHA256);
        hasher.update(content);
        return finished(hasher);
    }

    /** The digest that a SHA-256 hasher has come to; the hasher is reset. */
    public static Digest finished(MessageDigest sha256) {
        return new Digest(SHA256, HexFormat.of().formatHex(sha256.digest()));
    }

    /** A fresh hasher for this digest's algorithm. */
    public MessageDigest hasher() {
        return hasher(algorithm);
    }

    public static MessageDigest sha256Hasher() {
        return hasher(SHA256);
    }

    /** Whether what {@code hasher} has read is the content that this digest names; the hasher is reset. */
    public boolean matches(MessageDigest hasher) {
        return HexFormat.of().formatHex(hasher.digest()).equals(hex);
    }

    /** The first twelve digits, as listings show them. */
    public String shortHex() {
        return hex.substring(0, 12);
    }

    @JsonValue
    @Override
    public String toString() {
        return algorithm + ":" + hex;
    }

    private static MessageDigest hasher(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm.equals(SHA256) ? "SHA-256" : "SHA-512");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256 and SHA-512", e);
        }
    }

    private static boolean isLowerHex(String text) {
        return text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    private static String bounded(String text) {
        return text.length() > 140 ? text.substring(0, 140) + "…" : text;
    }
}
