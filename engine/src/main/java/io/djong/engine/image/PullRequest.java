package io.djong.engine.image;

import io.djong.model.Platform;
import io.djong.model.Reference;
import io.djong.registry.Credentials;
import java.util.Optional;

/** What to pull, for which platform (absent: this machine's), and on whose behalf. */
public record PullRequest(Reference reference, Optional<Platform> platform, Credentials credentials) {}
