package io.djong.engine.archive;

import io.djong.model.Platform;
import java.util.Optional;

/**
 * How to load an archive.
 *
 * @param platform whose images are wanted; absent for all
 * @param quiet whether only what was loaded is told, not how far the layers have come
 */
public record LoadRequest(Optional<Platform> platform, boolean quiet) {}
