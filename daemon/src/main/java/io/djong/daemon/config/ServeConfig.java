package io.djong.daemon.config;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * What the daemon serves besides its API.
 *
 * @param registry where a registry of its own is to listen
 * @param mirror where its images are to be had by other engines
 */
public record ServeConfig(Optional<InetSocketAddress> registry, Optional<InetSocketAddress> mirror) {}
