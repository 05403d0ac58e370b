package io.djong.engine.image;

import io.djong.model.image.Descriptor;
import io.djong.model.image.ImageInspect;
import io.djong.model.image.ImageManifestSummary;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An image in full.
 *
 * @param root the index or manifest that it came with
 * @param manifests what is here of that, found when it is asked for
 */
public record InspectedImage(
        ImageInspect image, Optional<Descriptor> root, Supplier<List<ImageManifestSummary>> manifests) {}
