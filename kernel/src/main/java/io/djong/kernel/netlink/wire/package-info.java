/** Netlink on the wire (netlink(7)), not exported: messages, attributes, sockets. */
@NullMarked
package io.djong.kernel.netlink.wire;

import org.jspecify.annotations.NullMarked;
