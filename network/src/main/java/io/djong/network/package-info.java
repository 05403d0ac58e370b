/** Sandboxes, endpoints, networks, addresses and published ports. */
@NullMarked
package io.djong.network;

import org.jspecify.annotations.NullMarked;
