package io.djong.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.djong.model.error.InvalidArgument;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The normalised name of an image: registry domain, repository path, and a tag, a digest or both.
 *
 * <p>The grammar is the distribution project's ({@code reference/reference.go}): a first component counts as a domain
 * if it has a dot or a colon or is {@code localhost}; otherwise the domain is {@code docker.io}, and a path of one
 * component lies under {@code library/} there.
 */
public record Reference(String domain, String path, Optional<String> tag, Optional<Digest> digest) {
    public static final String DEFAULT_DOMAIN = "docker.io";
    public static final String DEFAULT_TAG = "latest";
    private static final String LEGACY_DOMAIN = "index.docker.io";
    private static final String OFFICIAL = "library/";
    private static final int MAX_NAME = 255;

    private static final Pattern PATH =
            Pattern.compile("[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*");
    private static final Pattern DOMAIN = Pattern.compile(
            "(?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*"
                    + "|\\[[a-fA-F0-9:]+\\])(?::[0-9]{1,5})?");
    private static final Pattern TAG = Pattern.compile("[\\w][\\w.-]{0,127}");
    private static final Pattern BARE_ID = Pattern.compile("[a-f0-9]{64}");

    public Reference {
        if (!DOMAIN.matcher(domain).matches() || !PATH.matcher(path).matches()) {
            throw invalid();
        }
        if (domain.length() + 1 + path.length() > MAX_NAME) {
            throw new InvalidArgument("repository name must not be more than 255 characters");
        }
        if (tag.isPresent() && !TAG.matcher(tag.get()).matches()) {
            throw invalid();
        }
    }

    /** Parses what a user typed; neither a tag nor a digest is added ({@link #orLatest()} does). */
    @JsonCreator
    public static Reference parse(String text) {
        if (BARE_ID.matcher(text).matches()) {
            throw new InvalidArgument(
                    "invalid repository name (" + text + "), cannot specify 64-byte hexadecimal strings");
        }
        String rest = text;
        Optional<Digest> digest = Optional.empty();
        int at = rest.indexOf('@');
        if (at >= 0) {
            digest = Optional.of(parseDigest(rest.substring(at + 1)));
            rest = rest.substring(0, at);
        }
        Optional<String> tag = Optional.empty();
        int colon = rest.lastIndexOf(':');
        if (colon > rest.lastIndexOf('/') && colon >= 0) {
            tag = Optional.of(rest.substring(colon + 1));
            rest = rest.substring(0, colon);
        }
        return split(rest, tag, digest);
    }

    private static Digest parseDigest(String text) {
        try {
            return Digest.parse(text);
        } catch (InvalidArgument e) {
            throw new InvalidArgument("invalid reference format", e);
        }
    }

    private static Reference split(String name, Optional<String> tag, Optional<Digest> digest) {
        int slash = name.indexOf('/');
        String first = slash < 0 ? "" : name.substring(0, slash);
        boolean hasDomain = first.contains(".")
                || first.contains(":")
                || first.equals("localhost")
                || !first.toLowerCase(java.util.Locale.ROOT).equals(first);
        String domain = hasDomain ? first : DEFAULT_DOMAIN;
        String path = hasDomain ? name.substring(slash + 1) : name;
        if (domain.equals(LEGACY_DOMAIN)) {
            domain = DEFAULT_DOMAIN;
        }
        Matcher upper = Pattern.compile("[A-Z]").matcher(path);
        if (upper.find()) {
            throw new InvalidArgument(
                    "invalid reference format: repository name (" + bounded(path) + ") must be lowercase");
        }
        if (domain.equals(DEFAULT_DOMAIN) && path.indexOf('/') < 0) {
            path = OFFICIAL + path;
        }
        return new Reference(domain, path, tag, digest);
    }

    /** This reference, with the tag {@code latest} where it has neither a tag nor a digest. */
    public Reference orLatest() {
        return tag.isPresent() || digest.isPresent() ? this : withTag(DEFAULT_TAG);
    }

    public Reference withTag(String newTag) {
        return new Reference(domain, path, Optional.of(newTag), Optional.empty());
    }

    public Reference withDigest(Digest newDigest) {
        return new Reference(domain, path, Optional.empty(), Optional.of(newDigest));
    }

    /** The repository without tag and digest. */
    public Reference repository() {
        return new Reference(domain, path, Optional.empty(), Optional.empty());
    }

    /** Domain and path, as {@code docker.io/library/busybox}. */
    public String name() {
        return domain + "/" + path;
    }

    /** The repository as users write it: {@code busybox} rather than {@code docker.io/library/busybox}. */
    public String familiarName() {
        if (!domain.equals(DEFAULT_DOMAIN)) {
            return name();
        }
        String rest = path.startsWith(OFFICIAL) ? path.substring(OFFICIAL.length()) : path;
        return rest.indexOf('/') >= 0 && path.startsWith(OFFICIAL) ? path : rest;
    }

    /** {@link #familiarName()} with the tag and the digest, where there are any. */
    public String familiar() {
        return familiarName() + suffix();
    }

    @JsonValue
    @Override
    public String toString() {
        return name() + suffix();
    }

    private String suffix() {
        return tag.map(t -> ":" + t).orElse("") + digest.map(d -> "@" + d).orElse("");
    }

    private static InvalidArgument invalid() {
        return new InvalidArgument("invalid reference format");
    }

    private static String bounded(String text) {
        return text.length() > MAX_NAME ? text.substring(0, MAX_NAME) + "…" : text;
    }
}
