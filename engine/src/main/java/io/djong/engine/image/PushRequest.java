package io.djong.engine.image;

import io.djong.model.Platform;
import io.djong.model.Reference;
import io.djong.registry.Credentials;
import java.util.Optional;

/**
 * What to push, and on whose behalf.
 *
 * @param reference with a tag, or without for all tags of the repository that are here
 * @param platform that the image must be for; absent for whatever it is for
 */
public record PushRequest(Reference reference, Optional<Platform> platform, Credentials credentials) {}
