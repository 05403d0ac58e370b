/** HTTP transport over unix sockets and TCP: streams, upgrade, hijack. */
@NullMarked
package io.djong.http;

import org.jspecify.annotations.NullMarked;
