package io.djong.registry;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a mirror.
 *
 * @param url as it is configured
 * @param millis its usual time to answer; empty while that is not known
 * @param served when it last served something; empty if it never has
 * @param troubled whether it failed lately, so that others are asked before it
 * @param aside why it is not asked at all for a while; empty if it is
 */
public record MirrorStatus(
        String url, Optional<Long> millis, Optional<Instant> served, boolean troubled, Optional<String> aside) {}
