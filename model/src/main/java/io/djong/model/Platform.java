package io.djong.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.djong.model.error.InvalidArgument;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an image runs on, in Go's names ({@code GOOS}, {@code GOARCH}; OCI image spec, image-index.md). */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Platform(
        String architecture,
        String os,
        @JsonProperty("os.version") String osVersion,
        @JsonProperty("os.features") List<String> osFeatures,
        String variant) {

    public Platform {
        architecture = orEmpty(architecture);
        os = orEmpty(os);
        osVersion = orEmpty(osVersion);
        osFeatures = osFeatures == null ? List.of() : List.copyOf(osFeatures);
        variant = orEmpty(variant);
    }

    public Platform(String os, String architecture, String variant) {
        this(architecture, os, "", List.of(), variant);
    }

    /** Parses {@code os/arch[/variant]}, or an architecture alone, which means Linux. */
    public static Platform parse(String text) {
        String[] parts = text.toLowerCase(Locale.ROOT).split("/", -1);
        for (String part : parts) {
            if (part.isEmpty()) {
                throw new InvalidArgument("\"" + text + "\" is an invalid component of a platform specifier");
            }
        }
        return switch (parts.length) {
            case 1 ->
                parts[0].equals("linux")
                        ? new Platform("linux", host().architecture, "")
                        : normalised("linux", parts[0], "");
            case 2 -> normalised(parts[0], parts[1], "");
            case 3 -> normalised(parts[0], parts[1], parts[2]);
            default -> throw new InvalidArgument("\"" + text + "\": cannot parse platform specifier");
        };
    }

    /** The platform of this machine. */
    public static Platform host() {
        String arch = String.valueOf(System.getProperty("os.arch"));
        return normalised("linux", arch, "");
    }

    private static Platform normalised(String os, String arch, String variant) {
        return switch (arch) {
            case "x86_64", "x86-64", "amd64" -> new Platform(os, "amd64", variant.equals("v1") ? "" : variant);
            case "aarch64", "arm64" -> new Platform(os, "arm64", variant.equals("v8") ? "" : variant);
            case "i386", "i686" -> new Platform(os, "386", "");
            case "armhf" -> new Platform(os, "arm", "v7");
            case "armel" -> new Platform(os, "arm", "v6");
            case "arm" -> new Platform(os, "arm", variant.isEmpty() ? "v7" : variant);
            default -> new Platform(os, arch, variant);
        };
    }

    /** Whether an image for {@code this} is what a request for {@code wanted} means. */
    public boolean satisfies(Platform wanted) {
        Platform mine = normalised(os, architecture, variant);
        Platform theirs = normalised(wanted.os, wanted.architecture, wanted.variant);
        return mine.os.equals(theirs.os)
                && mine.architecture.equals(theirs.architecture)
                && (theirs.variant.isEmpty() || mine.variant.equals(theirs.variant));
    }

    /** Whether programs for {@code this} run on a host: of its kind, or of the one that its processor has of old. */
    public boolean runsOn(Platform host) {
        String older = switch (host.architecture) {
            case "amd64" -> "386";
            case "arm64" -> "arm";
            default -> host.architecture;
        };
        return satisfies(host) || (os.equals(host.os) && (architecture.isEmpty() || architecture.equals(older)));
    }

    @Override
    public String toString() {
        return os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
