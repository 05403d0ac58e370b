package io.djong.engine.image;

import io.djong.model.Digest;
import io.djong.model.Platform;
import io.djong.model.Reference;
import io.djong.model.error.InvalidArgument;
import io.djong.model.error.NotFound;
import io.djong.store.image.ImageRecord;
import io.djong.store.image.ImageStore;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds images by what users type, with Docker's words where there is none. */
final class ImageLookup {
    private static final Pattern HEX = Pattern.compile("(?:sha256:)?[0-9a-f]{1,64}");

    private final ImageStore images;

    ImageLookup(ImageStore images) {
        this.images = images;
    }

    ImageRecord require(String name) {
        return images.resolve(name).orElseThrow(() -> new NotFound("No such image: " + shown(name)));
    }

    /** The same, if it is for the platform, where one is asked for. */
    ImageRecord require(String name, Optional<Platform> platform) {
        ImageRecord image = require(name);
        Platform actual = image.config().platform();
        if (platform.isPresent() && !actual.satisfies(platform.get())) {
            throw new NotFound("image with reference " + name + " was found but its platform (" + actual
                    + ") does not match the specified platform (" + platform.get() + ")");
        }
        return image;
    }

    /** Whether what the user typed is the beginning of the image's id, and not one of its names. */
    boolean meansId(String name, Digest id) {
        if (!HEX.matcher(name).matches()) {
            return false;
        }
        String hex = name.startsWith("sha256:") ? name.substring("sha256:".length()) : name;
        if (!id.hex().startsWith(hex)) {
            return false;
        }
        return hex.length() == id.hex().length()
                || name.startsWith("sha256:")
                || images.find(Reference.parse(name).orLatest())
                        .filter(image -> image.id().equals(id))
                        .isEmpty();
    }

    /** The tags of an image, as users write them. */
    static List<String> tags(List<Reference> names) {
        return names.stream()
                .filter(name -> name.digest().isEmpty())
                .map(Reference::familiar)
                .toList();
    }

    /** The repository digests of an image, as users write them. */
    static List<String> digests(List<Reference> names) {
        return names.stream()
                .filter(name -> name.digest().isPresent())
                .map(Reference::familiar)
                .toList();
    }

    private static String shown(String name) {
        if (name.startsWith("sha256:")) {
            return name;
        }
        try {
            return Reference.parse(name).orLatest().familiar();
        } catch (InvalidArgument e) {
            return name;
        }
    }
}
