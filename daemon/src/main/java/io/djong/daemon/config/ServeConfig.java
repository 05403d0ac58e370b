package io.djong.daemon.config;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * What the daemon serves besides its API.
 *
 * @param registry a registry of its own
 * @param mirror where its images are to be had by other engines
 */
public record ServeConfig(Optional<ServeArguments> registry, Optional<InetSocketAddress> mirror) {}
